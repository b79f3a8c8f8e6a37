import { pagesOf } from '../code-page.ts'

/** Network files of other programs: SNDlib, TopoHub, Open Fibre Data Standard. */
export const importCodes = pagesOf({
  'import/bad-route-factor': [
    'The route factor is out of range',
    'Fibre is never shorter than the straight line, and hardly ever five times as long.',
    '--route-factor 0.5',
    'Give a number from 1 to 5; 1.3 is usual on land.',
  ],
  'import/bad-value': [
    'A field is not what its format says',
    'Nothing is guessed in place of a number that is none, or an id that is missing.',
    '"dist": "far"',
    'Correct the field in the file.',
  ],
  'import/duplicate-id': [
    'An id stands twice',
    'Links and demands name their ends by id, so two of one id cannot be told apart.',
    'two nodes with "id": 4',
    'Rename one of them, and what refers to it.',
  ],
  'import/empty': [
    'There is no network in the file',
    'The file was read and holds no nodes.',
    'an SNDlib model file, which holds letters only',
    'Give the file that holds nodes and links.',
  ],
  'import/left-out': [
    'Something of the file is left out',
    'It has no place in a network of fibre, and is named so that nothing is lost silently.',
    'a span that ends where it begins',
    'Nothing, unless it matters to you.',
  ],
  'import/no-position': [
    'A node has no place on the globe',
    'A fleet holds latitude and longitude of each node. Some public networks have the pixels of a drawing instead.',
    'NODES ( N1 ( 516.0 466.0 ) )',
    'Add the coordinates in degrees, or take another network.',
  ],
  'import/not-this-format': [
    'The file is of another format',
    'It is sound JSON, but holds none of the lists that the format has.',
    'a package.json given as TopoHub',
    'Check --format, and that this is the right file.',
  ],
  'import/odd-length': [
    'A length does not fit its route',
    'The fibre is shorter than the line on the map or several times as long; often metres were written for kilometres.',
    'fibreLength: 276000 along 250 km',
    'Correct the length; it is taken as it stands.',
  ],
  'import/syntax': [
    'The file cannot be read',
    'It is cut off, or not of the format that was named.',
    'a JSON file without its last bracket',
    'Check that the file is whole, and that --format fits it.',
  ],
  'import/too-large': [
    'The file is too large',
    'Text, nodes, spans and demands have limits, so that no file takes minutes or gigabytes.',
    'two million demands',
    'Cut the file into parts.',
  ],
  'import/too-many-problems': [
    'Not every problem is shown',
    'After a thousand the rest are counted only.',
    'a file whose node list is missing',
    'Mend the ones that are shown; the others often go with them.',
  ],
  'import/unknown-node': [
    'A link or demand names a node that is not there',
    'Both ends of a link, span or demand must be nodes of the same file.',
    '"source": "Gdansk" without such a node',
    'Add the node or correct the name.',
  ],
})
