import { Document } from 'yaml'

/**
 * Part of a fleet file as people write it: lists of one item a line, comments before it. Aliases are never written, since
 * no fleet file may have one. Keys whose value is undefined are left out.
 */
export function writeYaml(value: object, comments: readonly string[] = []): string {
  const document = new Document(value, { aliasDuplicateObjects: false, keepUndefined: false })
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true })
  return comments.map(commentLine).join('') + text
}

/** What a foreign file calls a thing may hold a line end, which would end the comment too early. */
const commentLine = (comment: string): string =>
  comment === '' ? '#\n' : `# ${comment.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}\n`
