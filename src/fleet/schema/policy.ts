import type { FleetPolicy } from '../fleet.ts'
import { quantity } from './quantity-field.ts'
import { section } from './section.ts'

const positive = { isPositive: true }

export const policySchema = section({
  fairShareHalfLife: quantity('h', 'Half-life of past usage in fair share', positive).prefault(
    '168 h',
  ),
  starvationAfter: quantity('h', 'Waiting longer puts work at the head of the queue').prefault(
    '24 h',
  ),
  startWindow: quantity('s', 'Time for every leg to hold its nodes', positive).prefault('120 s'),
  siteLostAfter: quantity('s', 'Silence after which a site is lost', positive).prefault('600 s'),
  retryBackoff: section({
    first: quantity('s', 'Wait before the first retry', positive).prefault('10 s'),
    max: quantity('s', 'Longest wait between retries', positive).prefault('900 s'),
  }).prefault({}),
}).transform((policy): FleetPolicy => ({
  fairShareHalfLifeH: policy.fairShareHalfLife,
  starvationAfterH: policy.starvationAfter,
  startWindowS: policy.startWindow,
  siteLostAfterS: policy.siteLostAfter,
  retryBackoffS: policy.retryBackoff,
}))
