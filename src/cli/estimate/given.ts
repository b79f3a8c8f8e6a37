type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** Without what was not said, so that it does not hide what a preset or a default says. */
export const given = <T extends object>(all: T): Given<T> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Given<T>
