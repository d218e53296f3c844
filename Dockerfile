# Untried: neither Docker nor a GPU was at hand where this was written.
# docker build -t neural_decoder . && docker run --rm --gpus all -v "$PWD":/work neural_decoder nd_train t12.store runs/baseline
# The CUDA libraries come with torch's wheel; the host needs the NVIDIA driver and the NVIDIA Container Toolkit.
FROM python:3.11-slim
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
COPY . /src
RUN pip install --no-cache-dir --constraint /src/constraints.txt "/src[words]"
WORKDIR /work
CMD ["nd"]
