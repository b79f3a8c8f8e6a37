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
export { openWanEmulator, type EmulatedLink, type WanEmulator } from './process/wan-emulator.ts'
export { openSlurmEngine, type SlurmEngineOptions } from './slurm/slurm-engine.ts'
export type { SimulatedState, SimulatedStore } from './simulated/simulated-store.ts'
export type { SimulatedWork } from './simulated/simulated-leg.ts'
export { memoryStore } from './simulated/simulated-store.ts'
export {
  openSimulatedEngine,
  type SimulatedEngine,
  type SimulatedEngineOptions,
} from './simulated/simulated-engine.ts'
