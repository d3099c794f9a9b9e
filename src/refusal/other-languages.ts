import type { Folded } from './normalise.ts'

/** Only the beginning tells: further on these phrases occur in stories and examples. In characters. */
const OPENING = 160

/**
 * Openings of refusals outside English, folded (lower case, plain quotes), in our own choice of words.
 * Deliberately few and unmistakable: each says that the speaker cannot or will not do what was asked.
 */
const PHRASES: readonly string[] = [
  // German
  'ich kann (?:dir|ihnen|euch)?(?: ?dabei| ?hierbei| ?damit| ?bei dieser \\w+)?(?: leider)? ?(?:nicht (?:helfen|weiterhelfen|behilflich|beantworten|unterstützen|nachkommen|dabei helfen)|keine (?:hilfe|anleitung|informationen|auskunft|tipps|ratschläge))',
  '(?:kann|darf|werde|möchte) ich (?:dir |ihnen |euch )?(?:leider )?(?:dabei |damit |hierbei |bei dieser \\w+ )?(?:nicht (?:helfen|weiterhelfen|beantworten|unterstützen|nachkommen)|keine (?:hilfe|anleitung|informationen|auskunft))',
  'ich (?:muss|möchte) (?:diese|deine|ihre) (?:anfrage|bitte) (?:leider )?ablehnen',
  // French
  "je (?:ne (?:peux|suis|saurais|pourrai)|refuse)(?: malheureusement)? (?:pas |de |d')(?:vous |t')?(?:aider|en mesure|répondre|fournir|donner|autorisé|satisfaire|accéder|participer)",
  "je ne peux (?:vous|t'|te) ?(?:aider|fournir|donner)",
  // Spanish
  'no (?:puedo|podemos|podré|me es posible|estoy en condiciones de) (?:ayudarte|ayudarle|ayudar|proporcionar|proporcionarte|responder|cumplir|ofrecer|dar|darte|brindar|asistir)',
  // Italian
  'non (?:posso|sono in grado di|mi è possibile|sono autorizzat[oa] a) (?:aiutarti|aiutarla|aiutare|fornire|fornirti|rispondere|soddisfare|assisterti|dare|darti)',
  // Portuguese
  'não (?:posso|consigo|poderei|me é possível|estou autorizad[oa] a) (?:ajudar|ajudá-l[oa]|te ajudar|lhe ajudar|fornecer|responder|atender|oferecer|auxiliar|dar)',
  // Dutch
  'ik kan (?:je|u|jou)?(?: ?hier| ?daar)?(?: ?helaas)? ?(?:mee |bij |hierbij |hiermee |daarbij |daarmee )?(?:niet (?:helpen|mee helpen|bij helpen|beantwoorden|voldoen)|geen (?:hulp|informatie|instructies|advies))',
  'kan ik (?:je |u )?(?:helaas )?(?:hier |daar )?(?:mee |bij |hierbij |hiermee |daarbij |daarmee )?(?:niet (?:helpen|bij helpen|mee helpen)|geen (?:informatie|instructies))',
  // Polish
  'nie (?:mogę|jestem w stanie|będę mógł|będę mogła) (?:ci |panu |pani |w tym |z tym )?(?:pomóc|w tym pomóc|udzielić|odpowiedzieć|podać|spełnić|dostarczyć)',
  // Turkish
  '(?:yardımcı olamam|yardım edemem|yardımcı olamıyorum|yardımcı olamayacağım|bilgi veremem|yerine getiremem|cevap veremem)',
  // Chinese
  '(?:无法|不能|無法|没法|沒法)(?:为您|为你|為您|為你|向您|向你)?(?:提供|帮助|幫助|回答|协助|協助|满足|滿足|完成|参与|給予|给予|帮您|帮你)',
  '(?:拒绝|拒絕)(?:回答|提供|您的|你的|这|這)',
  // Japanese
  '(?:お手伝い|お答え|提供|お応え|対応|支援|ご案内|お教え|回答)(?:する(?:こと)?は?|を|は|することが)?(?:でき(?:ません|かねます)|いたしかねます|しかねます)',
  '(?:応じ|お答えし|お手伝いし)かねます|応じられません',
  // Korean
  '(?:도와드릴|도와 드릴|제공할|제공해 드릴|제공해드릴|답변할|답변드릴|답변해 드릴|알려드릴|알려 드릴|응할|도울) 수(?:가|는)? 없',
  // Hindi
  '(?:मदद|सहायता|जानकारी|उत्तर|जवाब|सलाह) (?:नहीं (?:कर|दे)|करने में असमर्थ|देने में असमर्थ|प्रदान नहीं)',
  // Arabic
  '(?:لا|لن) (?:أستطيع|يمكنني|أقدر|استطيع|أتمكن من) (?:مساعدتك|المساعدة|تقديم|الإجابة|أن أساعدك|توفير|تلبية|مساعدة)',
  // Russian
  'не (?:могу|смогу|можем|буду) (?:вам |тебе |с этим )?(?:помочь|помогать|предоставить|ответить|выполнить|дать|отвечать)',
]

const REFUSAL = new RegExp(PHRASES.join('|'))

/** Where the opening refuses in a language other than English: folded indices, or `undefined`. */
export function findForeignRefusal(head: Folded): { from: number; to: number } | undefined {
  const match = REFUSAL.exec(head.text.slice(0, OPENING))
  return match === null ? undefined : { from: match.index, to: match.index + match[0].length }
}
