export { element, renderElement, type Element } from './chart/element.ts'
export { lines, type LineSeries, type LinesRequest } from './chart/lines.ts'
export { scatter, type ScatterRequest, type ScatterSeries } from './chart/scatter.ts'
export { stackedBars, type StackedBarsRequest } from './chart/stacked-bars.ts'
export { plain } from './chart/frame.ts'
export { checkAims, checkBounds, errorOf, summarise } from './validation-summary.ts'
export type { AimResult, BoundResult, FamilySummary } from './validation-summary.ts'
export {
  aimHeader,
  aimRow,
  boundHeader,
  boundRow,
  caseHeader,
  caseRow,
  formatError,
  summaryHeader,
  summaryRow,
} from './validation-rows.ts'
export type { Measure } from './validation-rows.ts'
export { renderValidationPage, type ValidationPage } from './validation-page.ts'
