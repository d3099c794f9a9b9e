import type { Request } from '../domain.ts'
import { baseForms, tokenize } from './tokens.ts'

/** Words of insisting, agreeing, pleading and claiming; they say nothing of what is meant. */
const EMPTY = new Set(
  `a an the i you it he she we they me my your this that these those is are was were be been am do does did doing done just
  please pls come on go ahead now already again try answer answers answering say said tell told give help want wants wanted need needs needed know
  knows think mean means meant meaning what why how who when where which yes yeah yep yup no nope not ok okay sure fine alright right correct
  exactly really truly very so and or but if then than to of in on at for with about as by from up out all any some only
  can could would should will shall may might must have has had having get got let make trust believe promise swear
  honest honestly serious seriously legal legally allowed safe harmless innocent innocently nothing anything something everything wrong bad
  good question request asked asking ask stop being stupid dumb useless refuse refusing refused worry don't dont can't won't isn't i'm im i've
  it's its there here like simply obviously clearly else either other one more less too also still ever never always
  permission authorised authorized professional expert problem purpose purposes reason reasons educational education research curious curiosity
  thing things way same first second third option latter former whatever normal thanks thank hey bro dude man lol wtf omg ai model assistant bot told
  damn hell fuck fucking obey comply literally literal job your my responsibility anyway rules policy ignore`.split(
    /\s+/,
  ),
)

/**
 * Whether a reply to a clarifying question says anything new: a reading that was offered, or at least one word of
 * content that neither the request nor plain insisting holds. "Just do it" adds nothing. Pure; linear.
 */
export function addsInformation(reply: string, request: Request): boolean {
  const chosen = fold(reply)
  if (request.clarification?.question.readings.some((reading) => fold(reading.label) === chosen)) return true
  const known = new Set<string>()
  for (const text of [request.prompt, ...request.conversation.map((turn) => turn.content)])
    for (const token of tokenize(text)) for (const form of baseForms(token.word)) known.add(form)
  return tokenize(reply).some(
    (token) =>
      token.word.length > 1 &&
      !EMPTY.has(token.word) &&
      !baseForms(token.word).some((form) => known.has(form) || EMPTY.has(form)),
  )
}

function fold(text: string): string {
  return tokenize(text)
    .map((token) => token.word)
    .join(' ')
}
