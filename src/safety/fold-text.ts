/** A text made comparable, with the way back to the original. */
export interface FoldedText {
  /** Lower case, Latin look-alikes made Latin, invisible characters gone. */
  readonly text: string
  /** Offset in the original of each UTF-16 unit of `text`, and of its end. */
  offsetOf(index: number): number
}

/** Letters of other scripts that look Latin (the common part of Unicode's confusables table, UTS #39). */
const LOOK_ALIKES = new Map<string, string>(
  Object.entries({
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ј: 'j',
    ѕ: 's',
    ԁ: 'd',
    ӏ: 'l',
    к: 'k',
    м: 'm',
    н: 'h',
    т: 't',
    в: 'b',
    г: 'r',
    ո: 'n',
    ս: 'u',
    α: 'a',
    ε: 'e',
    ο: 'o',
    ρ: 'p',
    ν: 'v',
    ι: 'i',
    κ: 'k',
    τ: 't',
    υ: 'u',
    χ: 'x',
    ı: 'i',
    ł: 'l',
    ø: 'o',
    đ: 'd',
    ß: 'ss',
    '‘': "'",
    '’': "'",
    ʼ: "'",
    '“': '"',
    '”': '"',
    '–': '-',
    '—': '-',
    '‐': '-',
    '‑': '-',
    '…': '.',
  }),
)

/** Zero-width, bidirectional, variation, tag, combining and other characters that draw nothing by themselves. */
const INVISIBLE = /\p{Mn}|\p{Me}|\p{Cf}|\p{Cs}|[\u115F\u1160\u3164\uFFA0]/u

const ASCII = /^[\p{ASCII}]*$/u

/** Folds a text for comparison, in linear time; lone surrogates and invisible characters drop out. */
export function foldText(text: string): FoldedText {
  if (ASCII.test(text)) return { text: text.toLowerCase(), offsetOf: (index) => index }
  const parts: string[] = []
  const offsets: number[] = []
  let offset = 0
  for (const character of text) {
    const folded = foldCharacter(character)
    for (let unit = 0; unit < folded.length; unit++) offsets.push(offset)
    parts.push(folded)
    offset += character.length
  }
  return { text: parts.join(''), offsetOf: (index) => offsets[index] ?? text.length }
}

function foldCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return character.toLowerCase()
  if (INVISIBLE.test(character)) return ''
  const plain = character.normalize('NFKD').toLowerCase()
  let folded = ''
  for (const part of plain) if (!INVISIBLE.test(part)) folded += LOOK_ALIKES.get(part) ?? part
  return folded
}
