"""Our trainings beside those of public code: `python tools/parity.py KIND CLONE`, KIND = cffan | diet | nejm

CLONE is a clone of cffan/neural_seq_decoder, ebrahimfeghhi/transformers_with_dietcorp or Neuroprosthetics-Lab/nejm-brain-to-text
(diet wants einops, nejm omegaconf). Their own trainers run on the CPU, on 50 batches of a simulated participant, from the same start,
without noise and dropout; compared are the logits of the start and the loss of each step. nejm also trains by its own data path for
200 steps, and its PER is compared with that of its folder here. Figures go to records/bench/parity.json.
"""
import contextlib, importlib, os, sys, tempfile, types, warnings
from dataclasses import replace
from pathlib import Path
from unittest import mock
import numpy as np
import torch
import torch.nn.functional as F
from rapidfuzz.distance import Levenshtein
from neural_decoder.config import Config
from neural_decoder.core import read_json, write_json
from neural_decoder.data.phonemes import text_to_ids
from neural_decoder.data.sources import convert
from neural_decoder.data.simulate import Participant
from neural_decoder.data.t15 import T15_FILES, write_t15
from neural_decoder.data.zscore import zscore_blocks
from neural_decoder.decode.scores import score_split
from neural_decoder.model.cffan import from_cffan_weights
from neural_decoder.model.checkpoint import check_fits, load_decoder
from neural_decoder.model.nejm import _ours, nejm_config, read_yaml
from neural_decoder.model.transformer import from_diet
from neural_decoder.tools.against import their_module
from neural_decoder.train.trainer import Trainer

STEPS, FEATURES, N_FEATURES = 50, 'tx1:0-15,spikePow:0-15', 32
PERSON = Participant(name='t15', n_days=3, train_per_day=40, test_per_day=12, separability=1.5)
QUIET = dict(white_noise_sd=0., constant_offset_sd=0., batch_size=8, n_steps=STEPS, eval_every=STEPS)

def folder_of_files(folder):
    "The participant in T15's layout"
    for s in PERSON.sessions(FEATURES):
        (folder/s.name).mkdir(parents=True, exist_ok=True)
        ready = replace(s, features=list(zscore_blocks(s.features, s.blocks)), targets=[text_to_ids(t) for t in s.sentences], normalised=True)
        write_t15(folder/s.name/T15_FILES[s.split], ready)
    return folder

def padded(batch):
    "Whole patches of five bins: DIET pads to them before it smooths"
    return replace(batch, x=F.pad(batch.x, (0, 0, 0, -batch.x.shape[1] % 5)))

def train_ours(cfg, store, folder, start):
    "Batches, what was minimised in each step, and the logits of the first batch before it"
    trainer, seen = Trainer(cfg, store, folder, 'cpu'), {}
    trainer.model.load_state_dict(start)
    gradient, backward = trainer.gradient, trainer.stepper.backward
    def watched(batch):
        batch = padded(batch)
        if not trainer.step: logits.append(trainer.model.eval()(batch.x, batch.lens, batch.days))
        trainer.model.train()
        seen[trainer.step] = batch
        return gradient(batch)
    def noted(loss):
        losses[trainer.step] = loss.item()
        return backward(loss)
    augmented = trainer.augmented
    losses, logits, trainer.gradient, trainer.stepper.backward = {}, [], watched, noted
    trainer.augmented = lambda batch: padded(augmented(batch))
    trainer.fit()
    return [seen[k] for k in range(STEPS)], [losses[k] for k in range(STEPS)], logits[-1]

@contextlib.contextmanager
def on_cpu():
    "`.to('cuda')` stays where it is"
    here = lambda args: ['cpu' if a == 'cuda' else a for a in args]
    tensor, module = torch.Tensor.to, torch.nn.Module.to
    with mock.patch.object(torch.Tensor, 'to', lambda x, *a, **k: tensor(x, *here(a), **k)), mock.patch.object(
            torch.nn.Module, 'to', lambda m, *a, **k: module(m, *here(a), **k)): yield

def noting(loss, losses):
    "A loss function that keeps what it gives while gradients are wanted"
    def call(*args, **kwargs):
        found = loss(*args, **kwargs)
        if torch.is_grad_enabled(): losses.append(found.mean().item())
        return found
    return call

def as_theirs(batch): return batch.x, batch.targets.int(), batch.lens, batch.target_lens, batch.days

def cffan(clone, store, folder):
    sys.modules.setdefault('hydra', types.SimpleNamespace(main=lambda *a, **k: lambda f: f))
    code = their_module(clone, 'neural_decoder_trainer')
    cfg = Config(compat='cffan', n_units=64, n_layers=2, kernel_len=14, dropout=0., **QUIET)
    make = lambda **k: code.GRUDecoder(**k | dict(device='cpu'))
    torch.manual_seed(0)
    net = make(neural_dim=N_FEATURES, n_classes=40, hidden_dim=64, layer_dim=2, nDays=3, dropout=0, strideLen=4, kernelLen=14, gaussianSmoothWidth=2., bidirectional=True)
    batches, ours, logits = train_ours(cfg, store, folder/'run', from_cffan_weights(net.state_dict()))
    theirs_first = net.eval()(batches[0].x, batches[0].days)
    losses, waiting = [], iter(map(as_theirs, batches))
    args = dict(outputDir=str(folder/'theirs'), datasetPath='', seed=0, batchSize=8, nInputFeatures=N_FEATURES, nClasses=40, nUnits=64, nLayers=2, dropout=0, strideLen=4, kernelLen=14,
                gaussianSmoothWidth=2., bidirectional=True, lrStart=0.02, lrEnd=0.02, l2_decay=1e-5, nBatch=STEPS, whiteNoiseSD=0, constantOffsetSD=0)
    ctc = torch.nn.CTCLoss
    with on_cpu(), mock.patch.object(code, 'GRUDecoder', lambda **k: net), mock.patch.object(torch.nn, 'CTCLoss', lambda **k: noting(ctc(**k), losses)), mock.patch.object(
            code, 'getDatasetLoaders', lambda *a: (waiting, [as_theirs(batches[0])], dict(train=[0]*3))): code.trainModel(args)
    return ours, losses, logits, theirs_first

def diet(clone, store, folder):
    sys.modules['wandb'] = mock.MagicMock()
    code = their_module(clone, 'neural_decoder_trainer')
    network = importlib.import_module('theirs.bit')
    own = dict(width=48, n_layers=2, n_heads=3, head_width=16, dropout=0., attention_dropout=0., patch_dropout=0.)
    cfg = Config(encoder='transformer', day_layer='none', compat='cffan', optimizer='adamw', lr=0.001, eps=1e-8, **{f'encoder.{k}': v for k, v in own.items()}, **QUIET)
    torch.manual_seed(0)
    net = network.BiT_Phoneme(patch_size=(5, N_FEATURES), dim=48, depth=2, heads=3, mlp_dim_ratio=4, dim_head=16, dropout=0, input_dropout=0, gaussianSmoothWidth=2., nClasses=40, T5_style_pos=True,
                              max_mask_pct=0, num_masks=0, mask_token_zeros=True, num_masks_channels=0, max_mask_channels=0, dist_dict_path='')
    batches, ours, logits = train_ours(cfg, store, folder/'run', from_diet(net.state_dict()))
    theirs_first = net.eval()(batches[0].x, batches[0].lens)
    losses = []
    args = dict(outputDir=str(folder/'theirs'), datasetPath='', seed=0, batchSize=8, restricted_days=[], ventral_6v_only=False, wandb_id='', modelName='x', AdamW=True, lrStart=0.001, l2_decay=1e-5,
                beta1=0.9, beta2=0.999, learning_scheduler='multistep', milestones=[10], gamma=0.1, load_pretrained_model='', start_epoch=0, n_epochs=1, device='cpu', whiteNoiseSD=0, constantOffsetSD=0, maxDay=None)
    with mock.patch.object(code, 'forward_ctc', noting(code.forward_ctc, losses)), mock.patch.object(
            code, 'getDatasetLoaders', lambda *a: (list(map(as_theirs, batches)), [as_theirs(batches[0])], None)): code.trainModel(args, net)
    return ours, losses, logits, theirs_first

def nejm_args(clone, files, folder, steps):
    "Their settings for a small network on the participant"
    from omegaconf import OmegaConf
    args = OmegaConf.load(clone/'model_training'/'rnn_args.yaml')
    names = sorted(p.name for p in files.iterdir())
    more = dict(gpu_number='0', use_amp=False, output_dir=str(folder/'theirs'), checkpoint_dir=str(folder/'theirs'/'checkpoint'), num_training_batches=steps, lr_decay_steps=steps, lr_decay_steps_day=steps,
                lr_warmup_steps=0, lr_warmup_steps_day=0, batches_per_val_step=steps, seed=0,
                model=dict(n_input_features=N_FEATURES, n_units=64, n_layers=2, rnn_dropout=0., input_network=dict(input_layer_sizes=[N_FEATURES], input_layer_dropout=0.)),
                dataset=dict(dataset_dir=str(files), neural_dim=N_FEATURES, batch_size=8, days_per_batch=2, num_dataloader_workers=0, sessions=names, dataset_probability_val=[1]*len(names),
                             data_transforms=dict(white_noise_std=0., constant_offset_std=0., random_cut=0)))
    return OmegaConf.merge(args, more)

def nejm_trainer(clone):
    "Their module, with what is not installed stood in for: torchaudio's edit distance, and compilation left out"
    audio = types.ModuleType('torchaudio.functional')
    audio.edit_distance = lambda a, b: Levenshtein.distance([int(i) for i in a], [int(i) for i in b])
    sys.modules.update({'torchaudio': types.ModuleType('torchaudio'), 'torchaudio.functional': audio})
    sys.modules['torchaudio'].functional = audio
    sys.path.insert(0, str(clone/'model_training'))
    torch.compile = lambda model: model
    return importlib.import_module('rnn_trainer').BrainToTextDecoder_Trainer

def nejm(clone, store, folder):
    from omegaconf import OmegaConf
    files, kind = folder.parent/'files', nejm_trainer(clone)
    trainer = kind(nejm_args(clone, files, folder, STEPS))
    OmegaConf.save(trainer.args, folder/'args.yaml')
    cfg, _ = nejm_config(read_yaml(folder/'args.yaml'), compat=True)
    start = {k: v.clone() for k, v in trainer.model.state_dict().items()}
    batches, ours, logits = train_ours(cfg.but(batch_size=8, days_per_batch=0), store, folder/'run', _ours(start, cfg))
    smooth = lambda x: trainer.transform_data(x, None, 'val')[0]
    theirs_first = trainer.model.eval()(smooth(batches[0].x), batches[0].days)
    trainer.train_loader = [dict(input_features=b.x, seq_class_ids=b.targets, n_time_steps=b.lens, phone_seq_lens=b.target_lens, day_indicies=b.days) for b in batches]
    return ours, trainer.train()['train_losses'], logits, theirs_first

def their_own_run(clone, store, folder):
    "PER by NEJM's own code after its own training, and of the folder that it leaves here"
    trainer = nejm_trainer(clone)(nejm_args(clone, folder.parent/'files', folder, 200))
    trainer.train()
    model, told = load_decoder(folder/'theirs', 'cpu')
    scores = score_split(model, store, store.rows('test'), check_fits(told, store))
    return dict(their_per=float(trainer.best_val_PER), our_per=float(scores.errors.per))

def main(kind, clone):
    warnings.simplefilter('ignore')
    clone, record = Path(clone).resolve(), Path('records/bench/parity.json').resolve()
    with tempfile.TemporaryDirectory() as d:
        d = Path(d)
        store = convert(folder_of_files(d/'files'), d/'store', dev=0.1)
        (d/kind).mkdir()
        ours, theirs, (logits, frames), first = dict(cffan=cffan, diet=diet, nejm=nejm)[kind](clone, store, d/kind)
        off = max((logits[i, :n] - first[i, :n]).abs().max().item() for i, n in enumerate(frames.tolist()))
        steps = np.abs(np.array(ours) - np.array(theirs)) / np.abs(theirs)
        found = dict(commit=os.popen(f'git -C {clone} rev-parse HEAD').read().strip(), steps=len(theirs), loss=[theirs[0], theirs[-1]], logits_off=off, loss_off=float(steps.max()))
        if kind == 'nejm':
            (d/'own').mkdir()
            found |= their_own_run(clone, store, d/'own')
    rows = read_json(record, 'parity', []) if record.exists() else {}
    write_json(record, rows | {kind: found})
    print(found)

if __name__ == '__main__': main(*sys.argv[1:])
