import { decideBenchmark } from './models/decide.ts'
import { growthBenchmark } from './models/growth.ts'
import { milpBenchmark } from './models/milp.ts'
import { opticsBenchmark } from './models/optics.ts'
import { searchBenchmark } from './models/search.ts'
import { submitBenchmark } from './models/submit.ts'
import type { Benchmark } from './spec.ts'

export const benchmarks: readonly Benchmark[] = [
  decideBenchmark,
  submitBenchmark,
  growthBenchmark,
  milpBenchmark,
  opticsBenchmark,
  searchBenchmark,
]
