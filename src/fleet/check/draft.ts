import type { Path } from '../../diagnostics/index.ts'
import type { Fleet } from '../fleet.ts'

export type ListName =
  'sites' | 'srlgs' | 'nodes' | 'spans' | 'routes' | 'tenants' | 'datasets' | 'sources'

/**
 * What a check sees: the items that the schema accepted, each with its index in the file. In a broken file some are
 * missing; the ids of those still count as known, so that one mistake does not drag others after it.
 */
export interface Draft {
  readonly fleet: Pick<Fleet, ListName> & { readonly prices: Fleet['prices'] }
  readonly isWhole: boolean
  /** The path in the file of an item by its index in the draft. */
  readonly pathOf: (list: ListName, index: number) => Path
  readonly idsOf: (list: ListName) => ReadonlySet<string>
}
