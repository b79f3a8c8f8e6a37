"""What step time does Calculon predict where gridloom is compared with what NVIDIA measured? See calculon_search.py.

    python bench/peers/calculon_steps.py CHECKOUT

GPT-3 175B and Nemotron-4 340B on H100 (NVIDIA/dgxc-benchmarking v25.02), in the layouts of src/training/cases.json, with
Calculon's H100 as shipped: sharded optimizer, overlapped data parallelism, sequence parallelism, recomputed attention,
none of what was published says which of them were on. Calculon has neither grouped queries nor logits, so it takes
Nemotron for a model with 96 heads of keys. Prints one line of JSON for each row.
"""

import json
import logging
import os
import sys

logging.disable(logging.CRITICAL)
sys.path.insert(0, sys.argv[1])
import calculon  # noqa: E402
from calculon.llm import Llm, System  # noqa: E402

here = os.path.dirname(os.path.abspath(__file__))
datatypes = {'bf16': 'float16', 'fp8': 'float8'}
models = {
    'gpt3-175b': calculon.io.read_json_file(os.path.join(sys.argv[1], 'models', 'gpt3-175B.json')),
    'nemotron4-340b': {
        'hidden': 18432, 'feedforward': 73728, 'seq_size': 4096, 'attn_heads': 96, 'attn_size': 192, 'num_blocks': 96},
}
described = calculon.io.read_json_file(os.path.join(sys.argv[1], 'systems', 'h100_80g_nvl8.json'))


def step_s(row, overlap):
    data = row['accelerators'] // (row['tensor'] * row['pipeline'])
    execution = Llm.Execution.from_json({
        'num_procs': row['accelerators'], 'tensor_par': row['tensor'], 'pipeline_par': row['pipeline'], 'data_par': data,
        'tensor_par_net': 0, 'pipeline_par_net': 1, 'data_par_net': 1,
        'batch_size': row['globalBatchSequences'], 'microbatch_size': row['microBatchSequences'],
        'datatype': datatypes[row['precision']], 'fused_activation': True, 'attention_type': 'multihead',
        'activation_recompute': 'attn_only', 'pipeline_interleaving': row['virtualStages'], 'optimizer_sharding': True,
        'tensor_par_comm_type': 'rs_ag', 'tensor_par_overlap': overlap, 'seq_par_ag_redo': False,
        'data_par_overlap': True, 'weight_offload': False, 'activations_offload': False, 'optimizer_offload': False,
        'training': True})
    system = System(described)
    model = Llm(Llm.Application(models[row['model']]), logging.Logger('sub'))
    model.compile(system, execution)
    model.run(system)
    return model.get_total_time()


with open(os.path.join(here, '..', '..', 'src', 'training', 'cases.json'), encoding='utf-8') as file:
    table = json.load(file)
for cells in table['rows']:
    row = {name: int(cell) if cell.isdigit() else cell for name, cell in zip(table['columns'], cells.split('|'))}
    if row['release'] != 'nemo-25.02' or row['model'] not in models:
        continue
    said = {key: row[key] for key in ('model', 'precision', 'accelerators', 'metric', 'value')}
    for overlap in ('none', 'ring'):
        try:
            said[overlap] = step_s(row, overlap)
        except Llm.Error as error:
            said[overlap] = str(error)
    print(json.dumps(said))
