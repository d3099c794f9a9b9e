const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the and or but if so of in on at to for from by with without into onto up down out off over under about as than then ' +
    'is are was were be been am do does did done can could should would will may might must shall have has had having ' +
    'i me my mine you your yours he him his she her hers it its we us our they them their this that these those ' +
    'what which who whom whose when where why how best good better way ways please tell give get need want like some any ' +
    "not no yes there here just really also more most very i'm it's don't what's process steps"
  ).split(' '),
)

/**
 * The words of a text that carry its matter, lower case, each cut to a stem good enough to compare words by
 * (`processes` and `processing` agree), in the order of the text.
 */
export function contentWords(text: string): readonly string[] {
  return [...text.toLowerCase().matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)]
    .map(([word]) => word.replaceAll('’', "'").replace(/'s?$/u, ''))
    .filter((word) => word.length > 1 && !FUNCTION_WORDS.has(word))
    .map(stem)
}

function stem(word: string): string {
  const cut =
    word.length > 5 ? word.replace(/(ings?|ed|ers?|es|ies|s)$/u, '') : word.replace(/(?<=[^s])s$/u, '')
  return cut.replace(/e$/u, '').replace(/([^aeiou])\1$/u, '$1')
}
