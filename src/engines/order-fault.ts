import type { LegOrder } from './engine.ts'

const legIdPattern = /^[a-z0-9][a-z0-9.-]{0,126}$/
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Leg ids and run ids become names of folders and jobs, so nothing else may be in them. */
export const isLegId = (text: string): boolean => legIdPattern.test(text)

/**
 * Why no engine can carry out this order, or undefined when it can. A command line and an environment cannot hold a zero
 * byte, and a variable's name cannot hold `=`; to cut such text short would run another command than was asked for.
 */
export function orderFault(order: LegOrder): string | undefined {
  if (!isLegId(order.legId)) return `leg id ${quote(order.legId)} is not [a-z0-9][a-z0-9.-]*`
  if (!isLegId(order.contract.runId))
    return `run id ${quote(order.contract.runId)} is not [a-z0-9][a-z0-9.-]*`
  if (order.command.length === 0 || order.command[0] === '') return 'the command is empty'
  if (order.checkpointCommand !== undefined && !order.checkpointCommand[0])
    return 'the checkpoint command is empty'
  if (!(Number.isInteger(order.accelerators) && order.accelerators > 0))
    return 'the number of accelerators is not a whole number above 0'
  if (!(Number.isInteger(order.nodes) && order.nodes > 0))
    return 'the number of nodes is not a whole number above 0'
  if (!(order.durationMaxS > 0)) return 'the longest duration is not above 0 s'
  const name = Object.keys(order.environment).find((key) => !variablePattern.test(key))
  if (name !== undefined) return `variable name ${quote(name)} is not [A-Za-z_][A-Za-z0-9_]*`
  const texts = [
    ...order.command,
    ...(order.checkpointCommand ?? []),
    ...Object.values(order.environment),
    ...contractTexts(order),
  ]
  if (texts.some((text) => text.includes('\0')))
    return 'the command or its environment holds a zero byte'
  return undefined
}

const contractTexts = ({ siteId, accelerator, contract }: LegOrder): readonly string[] => [
  siteId,
  accelerator,
  contract.listen,
  contract.rendezvous,
  ...contract.peers,
]

const quote = (text: string): string => JSON.stringify(text.slice(0, 80))
