import type { LegOrder } from './engine.ts'

/** Where the engine keeps what the contract names: absolute paths on the machine that runs the leg. */
export interface ContractPaths {
  /** One folder for each run, kept over its attempts. */
  readonly checkpointDirectory: string
  /** JSON `{"sync":"sync","speedShare":1}`, rewritten before SIGUSR2. */
  readonly controlFile: string
}

/**
 * The launch contract as variables; docs/launch-contract.md says what each means. Pure, and the same for every engine,
 * so that a command cannot tell by its environment which one runs it. Lists are joined with commas.
 */
export function contractEnvironment(order: LegOrder, paths: ContractPaths): Record<string, string> {
  const { contract } = order
  return {
    GRIDLOOM_RUN_ID: contract.runId,
    GRIDLOOM_LEG_ID: order.legId,
    GRIDLOOM_ATTEMPT: String(contract.attempt),
    GRIDLOOM_LEG_RANK: String(contract.rank),
    GRIDLOOM_LEG_COUNT: String(contract.legCount),
    GRIDLOOM_SITE: order.siteId,
    GRIDLOOM_FENCING_TOKEN: String(order.fencingToken),
    GRIDLOOM_LISTEN: contract.listen,
    GRIDLOOM_RENDEZVOUS: contract.rendezvous,
    GRIDLOOM_PEERS: contract.peers.join(','),
    GRIDLOOM_WAN_GBPS: String(contract.wanGbps),
    GRIDLOOM_WAN_RTT_MS: String(contract.wanRttMs),
    GRIDLOOM_SYNC: contract.sync,
    GRIDLOOM_RAMP_S: String(contract.rampS),
    GRIDLOOM_CHECKPOINT_DIR: paths.checkpointDirectory,
    GRIDLOOM_CHECKPOINT_INTERVAL_S: String(contract.checkpointIntervalS),
    GRIDLOOM_CONTROL_FILE: paths.controlFile,
    GRIDLOOM_ACCELERATORS: String(order.accelerators),
    GRIDLOOM_ACCELERATOR_KIND: order.accelerator,
    GRIDLOOM_NODES: String(order.nodes),
  }
}

/** What the control file holds. */
export interface ControlMode {
  readonly sync: 'sync' | 'loose'
  readonly speedShare: number
}

export const controlText = (mode: ControlMode): string =>
  `${JSON.stringify({ sync: mode.sync, speedShare: mode.speedShare })}\n`
