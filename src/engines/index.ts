export type * from './engine.ts'
export type { EnginePool } from './pool-fault.ts'
export { openProcessEngine, type ProcessEngineOptions } from './process/process-engine.ts'
export {
  findSupervised,
  startSupervised,
  stopSupervised,
  type Supervised,
  type SupervisedStart,
} from './process/supervised.ts'
export { openSlurmEngine, type SlurmEngineOptions } from './slurm/slurm-engine.ts'
