"""How long a command takes to answer: `python tools/measure_start.py`; results go to records/bench/start.json

Each is a process of its own, as a user starts it; the first call of each, which also compiles the modules, is not counted."""
import os, statistics, subprocess, sys, time
from pathlib import Path
from neural_decoder.core import write_json
from neural_decoder.tools.bench import describe_benchmark

LINES, REPEATS = ('nd_train --help', 'nd', 'nd_train --version', 'nd_train --settings'), 7

def seconds(line):
    "Wall time and processor time of a command"
    t, before = time.perf_counter(), os.times()
    subprocess.run([Path(sys.executable).parent/line.split()[0], *line.split()[1:]], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return time.perf_counter() - t, after.children_user + after.children_system - before.children_user - before.children_system

def main():
    start, rows = time.perf_counter(), []
    for line in LINES:
        wall, cpu = zip(*[seconds(line) for _ in range(REPEATS + 1)][1:])
        rows.append(dict(line=line, repeats=REPEATS, wall_s=statistics.median(wall), cpu_s=statistics.median(cpu)))
        print('{line}: {wall_s:.2f} s, {cpu_s:.2f} s of a processor'.format(**rows[-1]))
    about = describe_benchmark('python tools/measure_start.py', 1, ' '.join(sys.argv[1:]), time.perf_counter() - start)
    write_json('records/bench/start.json', about | dict(rows=rows))

if __name__ == '__main__': main()
