/**
 * Signs that pass for others and that folding a text does not change, as `[look-alikes, what they look like]`
 * sign by sign (the part of Unicode's confusables table, UTS #39, that spells chat labels and control tokens).
 */
const LOOK_ALIKES: readonly (readonly [string, string])[] = [
  // Greek and Cyrillic; capitals where they look like another letter than their small form does.
  ['ΒΗΜΝΥΖβηωσγϲϹ', 'bhmnyzbnwoyccc'],
  ['һҺпПшШщѡԝԜүҮұҰғҒИЯԌ', 'hhnnwwwwwwyyyyffnrg'],
  // Armenian, Cherokee, Lisu.
  ['հօցՏՕ', 'hogso'],
  ['ᎪᏴᏟᎠᎬᎻᏆᏦᏞᎷᏢᎡᏚᎢᏔᎩᏃ', 'abcdehiklmprstwyz'],
  ['ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓪꓫꓬꓜ', 'abcdefghiklmnoprstuwxyz'],
  // Latin: small capitals, letters of phonetic script, letters with strokes.
  ['ᴀʙᴄᴅᴇꜰɢʜɪᴋʟᴍɴᴏᴘʀꜱᴛᴜᴡʏᴢ', 'abcdefghiklmnoprstuwyz'],
  ['ɑɡɩɨŧŦħĦɍʉƀ', 'agiitthhrub'],
  // Colons, bars, angles.
  ['꞉ː∶։׃⁚˸ꓽ', '::::::::'],
  ['ǀ∣│❘', '||||'],
  ['‹›〈〉⟨⟩〈〉❮❯', '<><><><><>'],
  // Line ends, and signs that part sentences.
  ['\r\v\f\u0085\u2028\u2029', '\n\n\n\n\n\n'],
  ['—―…', ',,,'],
]

/** Drawn as nothing, and dropped when a text is folded. */
const NOTHING = '\u200B'

const PLAIN = new Map(
  LOOK_ALIKES.flatMap(([signs, plain]) => [...signs].map((sign, index) => [sign, plain.charAt(index)])),
)

const SIGN = new RegExp(
  // Letters in black circles and squares and as flags are pairs of UTF-16 units.
  `[${[...PLAIN.keys()].join('')}\\u{1F150}-\\u{1F169}\\u{1F170}-\\u{1F189}\\u{1F1E6}-\\u{1F1FF}\\0-\\x08\\x0E-\\x1F\\x7F]`,
  'gu',
)

/**
 * The text with look-alike signs made plain, every line end made `\n`, and control characters made invisible.
 * Each UTF-16 unit stays at its offset.
 */
export function revealLetters(text: string): string {
  return text.replaceAll(SIGN, (sign) => PLAIN.get(sign) ?? letterOf(sign) ?? NOTHING)
}

function letterOf(sign: string): string | undefined {
  const code = sign.codePointAt(0) ?? 0
  const first = [0x1f1e6, 0x1f170, 0x1f150].find((start) => code >= start)
  return first === undefined ? undefined : String.fromCodePoint(0x61 + code - first) + NOTHING
}
