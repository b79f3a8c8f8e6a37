import type { Rule } from './rule.ts'
import { comments } from './rules/comments.ts'
import { cycles } from './rules/cycles.ts'
import { direction } from './rules/direction.ts'
import { doors } from './rules/doors.ts'
import { names } from './rules/names.ts'
import { pages } from './rules/pages.ts'
import { purity } from './rules/purity.ts'
import { reach } from './rules/reach.ts'
import { size } from './rules/size.ts'
import { tests } from './rules/tests.ts'
import { types } from './rules/types.ts'
import { vendors } from './rules/vendors.ts'
import { words } from './rules/words.ts'

/** A new rule is one file in `rules/`, with its proof, and one line here. */
export const rules: readonly Rule[] = [
  direction,
  doors,
  cycles,
  size,
  purity,
  vendors,
  names,
  types,
  comments,
  tests,
  reach,
  pages,
  words,
]
