import type { Transformer } from '../catalog/index.ts'

/** Beyond it a size is a slip of the pen: a thousand times the widest published model. */
const mostOfAnything = 1e8

/** Sizes that are not what a model can have; a catalog row has none. */
export function modelFaults(model: Transformer): string[] {
  const { attention, experts, stateSpace } = model
  const positive: Record<string, number> = {
    layers: model.layers,
    hiddenSize: model.hiddenSize,
    heads: model.heads,
    headSize: model.headSize,
    vocabulary: model.vocabulary,
    ...(attention.kind === 'grouped-query'
      ? { kvHeads: attention.kvHeads }
      : { kvRank: attention.kvRank, valueHeadSize: attention.valueHeadSize }),
    ...(experts === undefined
      ? { ffnSize: model.ffnSize }
      : { experts: experts.count, expertFfnSize: experts.ffnSize }),
  }
  const countable: Record<string, number> = {
    ...(attention.kind === 'latent'
      ? { queryRank: attention.queryRank, ropeHeadSize: attention.ropeHeadSize }
      : {}),
    ...(experts === undefined
      ? {}
      : {
          ffnSize: model.ffnSize,
          expertsPerToken: experts.perToken,
          sharedFfnSize: experts.sharedFfnSize,
          denseLayers: experts.denseLayers,
        }),
    ...(stateSpace === undefined ? {} : stateSpace),
    ...(model.window === undefined ? {} : model.window),
    ...(model.positions === undefined ? {} : { positions: model.positions }),
  }
  return [...sizeFaults(positive, 1), ...sizeFaults(countable, 0), ...countFaults(model)]
}

const sizeFaults = (sizes: Readonly<Record<string, number>>, least: number): string[] =>
  Object.entries(sizes)
    .filter(([, value]) => !(value >= least && value <= mostOfAnything))
    .map(([name, value]) => `${name} of the model is ${value}, not from ${least} to 10^8`)

function countFaults({ layers, experts, stateSpace }: Transformer): string[] {
  const faults: string[] = []
  if (!Number.isInteger(layers)) faults.push(`${layers} layers are not a whole number`)
  if (experts !== undefined && experts.perToken > experts.count)
    faults.push(`a token cannot use ${experts.perToken} of ${experts.count} experts`)
  if (stateSpace !== undefined && stateSpace.layers + stateSpace.attentionLayers > layers)
    faults.push(
      `${stateSpace.layers} state-space and ${stateSpace.attentionLayers} attention layers do not fit into ${layers}`,
    )
  return faults
}
