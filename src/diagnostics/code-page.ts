/** What `gridloom explain CODE` says. */
export interface CodePage {
  readonly title: string
  readonly explanation: string
  /** What brings it about. */
  readonly example: string
  /** What to do. */
  readonly fix: string
}

/** A page as a row: title, explanation, example, fix. */
type Row = readonly [title: string, explanation: string, example: string, fix: string]

export const pagesOf = <C extends string>(rows: Readonly<Record<C, Row>>): Record<C, CodePage> =>
  Object.fromEntries(
    Object.entries<Row>(rows).map(([code, [title, explanation, example, fix]]) => [
      code,
      { title, explanation, example, fix },
    ]),
  ) as Record<C, CodePage>
