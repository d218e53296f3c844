"""A Slurm of one node on this machine, for tests and trials: `python tools/slurm_here.py [CPUS]`

Everything (configuration, key, sockets, logs) is in a temporary folder, on free ports of 127.0.0.1; nothing of the system is touched.
The first line says what to export; it ends, and takes its daemons with it by pid, when its input is closed, by Ctrl-C or by a signal.
Wants Debian's slurmctld, slurmd, slurm-client and munge, which `.ci/run` installs. There is no accounting: `sacct` knows nothing here."""
import getpass, os, shutil, signal, socket, subprocess, sys, time
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAMS = 'munged', 'slurmctld', 'slurmd', 'sbatch', 'srun', 'squeue'
CONF = """ClusterName=here
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.sock
CryptoType=crypto/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,sched_min_interval=100000,bf_interval=1,batch_sched_delay=0
ReturnToService=2
KillWait=5
GresTypes=gpu
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} Gres=gpu:1 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""

def program(name):
    "Where a program is; daemons are in sbin"
    return shutil.which(name) or shutil.which(name, path='/usr/sbin:/sbin')

def free_ports(n):
    "Ports that nobody listens on"
    sockets = [socket.socket() for _ in range(n)]
    for s in sockets: s.bind(('127.0.0.1', 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets: s.close()
    return ports

def write_conf(folder, cpus):
    "Configuration, key and a file that passes for a GPU"
    for name in ('state', 'spool'): (folder/name).mkdir()
    memory = os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') // 2**20
    (folder/'slurm.conf').write_text(CONF.format(host=socket.gethostname(), ports=free_ports(2), folder=folder, user=getpass.getuser(), cpus=cpus, memory=memory))
    (folder/'gpu').touch()
    (folder/'gres.conf').write_text(f'Name=gpu File={folder}/gpu\n')
    (folder/'cgroup.conf').write_text('CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n')
    (folder/'munge.key').write_bytes(os.urandom(128))
    (folder/'munge.key').chmod(0o400)

def start(folder, name, *options):
    "A daemon in the foreground, as our child, with its output in a file"
    with open(folder/f'{name}.out', 'w') as f:
        return subprocess.Popen([program(name), *options], stdin=subprocess.DEVNULL, stdout=f, stderr=f, start_new_session=True,
                                env=os.environ | dict(SLURM_CONF=str(folder/'slurm.conf')))

def wait_for(what, done, processes, folder, seconds=30):
    "Until it is so; a daemon that died says why"
    end = time.monotonic() + seconds
    while not done():
        dead = [p.args[0] for p in processes if p.poll() is not None]
        if dead or time.monotonic() > end:
            logs = '\n'.join(f'== {p.name}\n{p.read_text()[-2000:]}' for p in sorted(folder.glob('*.out')) + sorted(folder.glob('*.log')))
            raise SystemExit(f'slurm_here: {what}: {", ".join(dead) or "nothing"} ended\n{logs}')
        time.sleep(0.1)

def idle(folder):
    "Whether the node takes jobs"
    said = subprocess.run(['sinfo', '-h', '-o', '%T'], capture_output=True, text=True, env=os.environ | dict(SLURM_CONF=str(folder/'slurm.conf')))
    return said.stdout.strip() == 'idle'

def end(processes):
    "The last one first, each by its pid"
    for p in reversed(processes):
        p.terminate()
        try: p.wait(10)
        except subprocess.TimeoutExpired: p.kill(); p.wait()

def main(cpus='4'):
    missing = [p for p in PROGRAMS if not program(p)]
    if missing: raise SystemExit(f'slurm_here: needs {", ".join(missing)}; Debian: slurmctld slurmd slurm-client munge')
    for n in (signal.SIGTERM, signal.SIGHUP): signal.signal(n, lambda *_: sys.exit(0))
    with TemporaryDirectory(prefix='slurm_here_') as tmp:
        folder, processes = Path(tmp), []
        write_conf(folder, cpus)
        try:
            processes.append(start(folder, 'munged', '--foreground', '--force', *(f'--{k}={folder}/munge.{v}' for k, v in
                             dict(socket='sock', **{'key-file': 'key', 'pid-file': 'pid', 'log-file': 'log', 'seed-file': 'seed'}).items())))
            wait_for('munged', (folder/'munge.sock').exists, processes, folder)
            processes.append(start(folder, 'slurmctld', '-D', '-i'))
            processes.append(start(folder, 'slurmd', '-D'))
            wait_for('the node', lambda: idle(folder), processes, folder)
            print(f'export SLURM_CONF={folder}/slurm.conf', flush=True)
            while os.read(0, 4096): pass
        except KeyboardInterrupt: pass
        finally:
            if len(processes) > 2: subprocess.run(['scancel', '--me'], env=os.environ | dict(SLURM_CONF=str(folder/'slurm.conf')), timeout=20)
            end(processes)

if __name__ == '__main__': main(*sys.argv[1:])
