import { pagesOf } from '../code-page.ts'

/** What a workload may not be, by itself or in a given fleet. */
export const workloadCodes = pagesOf({
  'workload/bad-environment-name': [
    'This is not the name of an environment variable',
    'Letters, digits and underscores, no digit first, 128 at most.',
    'environment: { "A=B": x }',
    'Rename it.',
  ],
  'workload/checkpoint-too-often': [
    'Checkpoints take all the time',
    'One checkpoint lasts as long as the time between two.',
    'interval: 20 s, duration: 30 s',
    'Checkpoint less often.',
  ],
  'workload/idle-wan': [
    'A WAN is asked for by a workload of one leg',
    'There is nothing to talk to.',
    'wan: { rate: 400 Gb/s } with one leg',
    'Allow more legs, or remove "wan".',
  ],
  'workload/legs-reversed': [
    'The least number of legs is above the most',
    'No number of sites meets both.',
    'legs: { min: 3, max: 2 }',
    'Swap them.',
  ],
  'workload/no-duration': [
    'How long it may run is not said',
    'Placement reserves power and accelerators over time. Only a service may run until it is cancelled.',
    'kind: batch, without durationMax',
    'Add "durationMax: 8 h".',
  ],
  'workload/no-wan': [
    'A training run over several sites asks for no WAN',
    'Its legs exchange gradients; without a rate no path can be booked.',
    'kind: training, legs: { max: 2 }',
    'Add "wan: { rate: 400 Gb/s }", or "trains" with the model, or allow one leg only.',
  ],
  'workload/over-quota': [
    'More accelerators than the tenant may hold',
    'It could never start.',
    'count: 64 with a quota of 32',
    'Ask for fewer, or have the quota raised.',
  ],
  'workload/part-of-a-node': [
    'The accelerators do not fill whole nodes',
    'A leg takes whole nodes. What is left of the last one is held by it and idle.',
    'count: 12 on nodes of 8',
    'Ask for a multiple of the node size, or leave it.',
  ],
  'workload/pause-without-checkpoint': [
    'It may be paused but cannot resume',
    'Flexibility "pause" means checkpointed and resumed. Without a checkpoint it starts again from nothing.',
    'flexibility: pause, without checkpoint',
    'Describe the checkpoint, or write "flexibility: firm" (or shift).',
  ],
  'workload/priority-over-quota': [
    'The priority is above what the tenant may ask for',
    'Each tenant has a highest priority.',
    'priority: 90 with priorityMax: 50',
    'Lower it.',
  ],
  'workload/reserved-environment-name': [
    'This environment variable is not the tenant’s to set',
    'GRIDLOOM_ and SLURM_ names tell a leg what it is; LD_PRELOAD and its kin load foreign code.',
    'environment: { LD_PRELOAD: /tmp/x.so }',
    'Choose another name.',
  ],
  'workload/site-conflict': [
    'A site is both allowed and denied',
    'Only one of them can be meant.',
    'sites: { allow: [mke], deny: [mke] }',
    'Remove it from one list.',
  ],
  'workload/small-batch': [
    'The batch is small for so many accelerators',
    'Each data-parallel replica needs a sequence of its own, and a replica of more than a thousand accelerators is beyond what is built.',
    'batch: 8 on 16,384 accelerators',
    'Ask for fewer accelerators, or train on larger batches.',
  ],
  'workload/trains-nothing': [
    'Only a training run trains',
    '"trains" says what a training run computes; batch work and services have no such thing.',
    'kind: service, trains: { model: llama3-70b }',
    'Write "kind: training", or remove "trains".',
  ],
  'workload/uneven-legs': [
    'The accelerators do not split evenly',
    'Each leg has the same number of accelerators.',
    'count: 9 over 2 legs',
    'Ask for a multiple of the number of legs.',
  ],
  'workload/unknown-accelerator': [
    'No site has such accelerators',
    'The kind is misspelled, or this fleet has none.',
    'kind: h100-smx',
    'Take a kind that a pool of the fleet has.',
  ],
  'workload/unknown-dataset': [
    'No dataset has this id',
    'A workload reads datasets of the fleet.',
    'datasets: [patients-eu]',
    'Correct the id, or have the dataset added to the fleet.',
  ],
  'workload/unknown-model': [
    'The catalog has no such model',
    'Step time, memory and gradients are computed from the architecture, so the model must be one of the catalog.',
    'trains: { model: lama3-70b }',
    'Take a name that "gridloom catalog list" shows, or state "wan" instead of "trains".',
  ],
  'workload/unknown-site': [
    'No site has this id',
    'Allowed and denied sites are sites of the fleet.',
    'sites: { allow: [mkee] }',
    'Correct the id.',
  ],
  'workload/unknown-tenant': [
    'No tenant has this id',
    'Tenants stand in the fleet file with their quota.',
    'tenant: Acme',
    'Correct the id, or have the tenant added.',
  ],
})
