"""How many executions a second does Calculon's own exhaustive search evaluate, on one core?

Calculon (github.com/calculon-ai/calculon, Apache-2.0; doi 10.1145/3581784.3607102) is not part of gridloom: this needs a
checkout of it and a Python 3 with numpy, pandas and psutil. By hand, or by `npm run bench` where CALCULON names the checkout:

    python3 -m venv /tmp/peer && /tmp/peer/bin/pip install numpy pandas psutil
    /tmp/peer/bin/python bench/peers/calculon_search.py CHECKOUT --gpus 512 --seconds 60

Calculon lists all executions and each of its processes evaluates some; so does this, with Calculon's functions, in one
process and in an order drawn from a seed, until all are done or the time is up. The order matters: the list begins with
layouts that fail early, which are cheap. As it is shipped it makes a log record of every step and drops it, which is most
of its time; `--no-logging` spares it that. Prints one line of JSON.
"""

import argparse
import json
import logging
import os
import random
import subprocess
import sys
import time

# So many are drawn at most: more than a minute's work. Evaluated in groups, between which the clock is read.
DRAWN, GROUP = 100_000, 50


def main():
    asked = arguments()
    if asked.no_logging:
        logging.disable(logging.CRITICAL)
    sys.path.insert(0, asked.checkout)
    import calculon
    from calculon.llm import AllExecutions, Llm, System

    def read(folder, name):
        return calculon.io.read_json_file(os.path.join(asked.checkout, folder, f'{name}.json'))

    app = Llm.Application(read('models', asked.model))
    described = read('systems', asked.system)
    if asked.no_offload:
        described['mem2']['GiB'] = 0
    system = System(described)
    batch = asked.batch or asked.gpus

    def listed():
        return AllExecutions.all_executions(app, system, asked.gpus, batch, asked.datatype, [True])

    started = time.perf_counter()
    candidates = sum(1 for _ in listed())
    list_s = time.perf_counter() - started
    drawn = draw(listed, candidates, asked.seed)
    result = evaluate(lambda group: AllExecutions.search(app, system, group), drawn, asked.seconds)
    print(json.dumps({
        'tool': f'Calculon {commit_of(asked.checkout)}',
        'python': '.'.join(map(str, sys.version_info[:3])),
        'model': asked.model,
        'system': asked.system,
        'gpus': asked.gpus,
        'batch': batch,
        'offload': not asked.no_offload,
        'logging': not asked.no_logging,
        'candidates': candidates,
        'listS': list_s,
        **result,
        'perS': result['evaluated'] / result['seconds'],
        'perProcessorS': result['evaluated'] / result['processorS'],
        'wholeSearchS': candidates / result['evaluated'] * result['seconds'],
    }))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('checkout', help='folder of a Calculon checkout')
    parser.add_argument('--gpus', type=int, default=512)
    parser.add_argument('--batch', type=int, help='sequences; as many as GPUs without it')
    parser.add_argument('--model', default='gpt3-175B')
    parser.add_argument('--system', default='h100_80g_nvl8')
    parser.add_argument('--datatype', default='float16')
    parser.add_argument('--seconds', type=float, default=60, help='when to stop evaluating')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--no-offload', action='store_true', help='without the second tier of memory')
    parser.add_argument('--no-logging', action='store_true', help='without log records that nobody reads')
    return parser.parse_args()


def commit_of(checkout):
    try:
        return subprocess.check_output(['git', '-C', checkout, 'rev-parse', '--short', 'HEAD'], text=True).strip()
    except (OSError, subprocess.CalledProcessError):
        return 'of an unknown commit'


def draw(listed, candidates, seed):
    chooser = random.Random(seed)
    chosen = set(chooser.sample(range(candidates), min(DRAWN, candidates)))
    drawn = [execution for place, execution in enumerate(listed()) if place in chosen]
    chooser.shuffle(drawn)
    return drawn


def evaluate(search, drawn, limit_s):
    evaluated = possible = 0
    started, started_cpu = time.perf_counter(), time.process_time()
    while evaluated < len(drawn) and time.perf_counter() - started < limit_s:
        group = drawn[evaluated:evaluated + GROUP]
        possible += len(search(group))
        evaluated += len(group)
    return {
        'evaluated': evaluated,
        'possible': possible,
        'seconds': time.perf_counter() - started,
        'processorS': time.process_time() - started_cpu,
    }


main()
