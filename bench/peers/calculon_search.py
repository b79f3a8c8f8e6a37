"""How many executions a second does Calculon's own search evaluate, on one core?

Calculon (github.com/calculon-ai/calculon, Apache-2.0; doi 10.1145/3581784.3607102) is not part of gridloom: this needs a
checkout of it and a Python 3 with numpy, pandas and psutil. Its command `llm-optimal-execution` spreads one list of work
over processes; here the same function goes over the same list in one process, in an order drawn from a seed, until all is
done or the time is up. The order matters: the list begins with layouts that fail early, which are cheap.

Prints one line of JSON.
"""

import argparse
import json
import os
import random
import sys
import time


def main():
    asked = arguments()
    sys.path.insert(0, asked.checkout)
    import calculon.io
    from calculon.llm import Llm, OptimalExecution, System
    from calculon.util import pick

    app = Llm.Application(read(calculon, asked.checkout, 'models', asked.model))
    described = read(calculon, asked.checkout, 'systems', asked.system)
    if asked.no_offload:
        described['mem2']['GiB'] = 0
    system = System(described)
    work = work_list(asked, app, Llm, OptimalExecution, pick)
    # Its debug mode counts executions and evaluates none.
    candidates = sum(search(OptimalExecution, asked, app, system, item, True)[1] for item in work)
    random.Random(asked.seed).shuffle(work)
    result = evaluate(OptimalExecution, asked, app, system, work)
    rate = result['evaluated'] / result['seconds']
    print(json.dumps({
        'gpus': asked.gpus,
        'batch': asked.batch or asked.gpus,
        'offload': not asked.no_offload,
        'candidates': candidates,
        **result,
        'perS': rate,
        'wholeSearchS': candidates / rate,
    }))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('checkout', help='folder of a Calculon checkout')
    parser.add_argument('--gpus', type=int, default=512)
    parser.add_argument('--batch', type=int, help='sequences; as many as GPUs without it')
    parser.add_argument('--model', default='gpt3-175B')
    parser.add_argument('--system', default='h100_80g_nvl8')
    parser.add_argument('--datatype', default='float16')
    parser.add_argument('--seconds', type=float, default=60, help='when to stop')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--no-offload', action='store_true', help='no second tier of memory')
    return parser.parse_args()


def read(calculon, checkout, folder, name):
    return calculon.io.read_json_file(os.path.join(checkout, folder, f'{name}.json'))


def work_list(asked, app, Llm, OptimalExecution, pick):
    """What the command hands to its processes, one item for each way to lay out ranks."""
    batch_limit = asked.batch or asked.gpus
    items = []
    for tp in Llm.get_all_tensor_parallelisms(asked.gpus, app.hidden, app.attn_heads):
        for pp in Llm.get_all_pipeline_parallelisms(asked.gpus, tp, app.num_blocks):
            dp = Llm.get_data_parallelism(asked.gpus, tp, pp)
            batch = OptimalExecution.get_batch_size(dp, batch_limit)
            if batch is None:
                continue
            for interleaving in Llm.get_valid_pipeline_interleavings(app.num_blocks, pp):
                for recompute in ['full', 'attn_only', 'none']:
                    for sharding in pick(dp > 1, [True, False], [False]):
                        for collective in ['ar', 'p2p_rs_ag', 'rs_ag']:
                            items.append((tp, pp, dp, interleaving, batch, recompute, sharding, collective))
    return items


def search(OptimalExecution, asked, app, system, item, debug):
    fused, stop_early, overlap = [True], False, True
    batch_limit = asked.batch or asked.gpus
    return OptimalExecution.search(
        debug, 1, False, asked.gpus, batch_limit, asked.datatype, app, system,
        *item, fused, stop_early, overlap, overlap)


def evaluate(OptimalExecution, asked, app, system, work):
    evaluated = possible = items = 0
    best = []
    started, started_cpu = time.perf_counter(), time.process_time()
    for item in work:
        if time.perf_counter() - started >= asked.seconds:
            break
        found, count, good, _, _, _ = search(OptimalExecution, asked, app, system, item, False)
        best = OptimalExecution.update_list(best, found, 1)
        evaluated, possible, items = evaluated + count, possible + good, items + 1
    result = {
        'evaluated': evaluated,
        'possible': possible,
        'items': items,
        'itemsInAll': len(work),
        'seconds': time.perf_counter() - started,
        'processorS': time.process_time() - started_cpu,
    }
    if best:
        rate, execution, stats = best[0]
        result['bestStepS'] = execution['batch_size'] / rate
        result['best'] = {key: execution[key] for key in (
            'tensor_par', 'pipeline_par', 'data_par', 'pipeline_interleaving', 'microbatch_size', 'activation_recompute')}
    return result


main()
