export type * from './api.ts'
export { openControlPlane } from './open.ts'
export type { OpenOptions } from './open.ts'
export { replayOffline } from './replay.ts'
