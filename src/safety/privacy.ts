import { bearsFictionalName, fictionAt, namesFictional } from './fiction.ts'
import { doubtful, type Finding, firmDoubt, grave, harmful, harmless } from './finding.ts'

/** Facts of a person's private life. */
const PRIVATE =
  /\b(?:home address(?:es)?|(?:home|house|apartment|private|personal|cell|mobile) ?(?:phone|number|address|email|details|information|info)|address(?:es)?|phone numbers?|telephone numbers?|social security(?: numbers?)?|ssns?|credit cards?(?: numbers?)?|debit card|bank (?:account|details|balance|statements?)|account numbers?|pin codes?|passwords?|medical (?:records?|history|conditions?|information|files?|data|bills?)|health (?:records?|conditions?|status|information|insurance number)|diagnos[ei]s|medications?|prescriptions?|therap(?:y|ist)|hiv|std|stds|mental (?:health|illness)|blood type|sexual (?:orientation|history|life|preferences?)|sex life|affairs?|love life|gay or straight|immigration status|criminal record|tax returns?|license plate|licence plate|passport number|browsing history|search history|private (?:messages?|photos?|life|conversations?|emails?|browser)|text messages|nudes?|nude photos?|live location|current location|whereabouts|location|daily (?:routine|schedule)|salary|fingerprints?|dna|genetic|children's school|credit score|religion|political affiliation|financial (?:details|records|information|situation)|date of birth|birthdate|maiden name|dental records|insurance|debts?|net worth|weight)\b/
const LIVES =
  /\bwhere (?:do|does|did|can i find|is|are)\b.{0,60}\b(?:lives?|living|stay(?:s|ing)?|sleeps?|resides?|house|home|kids|children|hiding|go(?:es)? to school|right now|mansion)\b/
/** Asks for facts of somebody: an owner stands before the fact, or after it. */
const ASKS_FACTS =
  /(?:'s|s'|\b(?:their|his|her|your|someone|people|users?|customers?)\b).{0,60}|\b(?:of|for|about|on|from|belonging to|does|do|is|has|have|did)\b/
const RESPECTS =
  /\b(?:respect\w*|support\w*|affirm\w*|inclu(?:sive|ded)\w*|regardless|based on|impacts? of|effects? of|prevent\w*|uplift|appropriate|polite\w*)\b/
/** Facts whose exposure is harmful whoever the person is. */
const GRAVE =
  /\b(?:address(?:es)?|phone|telephone|social security|ssns?|credit cards?|debit card|bank|account number|pin codes?|passwords?|medical|diagnos[ei]s|medications?|prescriptions?|sexual|sex life|immigration status|licen[sc]e plate|passport|search history|browsing|private (?:messages?|photos?|conversations?|emails?)|nudes?|location|whereabouts|hiv|dna|therap\w+|credit score|daily|stds?|maiden|insurance|fingerprints?|text messages|genetic)\b/
/** Places and bodies that want to be found. */
const PUBLIC_BODY =
  /\b(?:headquarters|hq|head office|customer (?:service|support|care)|support line|hotline|helpline|press office|museum|library|university|college|school district|embassy|consulate|stadium|airport|station|tower|palace|cathedral|abbey|church of|temple of|bridge|monument|memorial|statue|opera house|castle|court ?house|supreme court|parliament|congress|city hall|town hall|white house|downing street|pentagon|kremlin|vatican|colosseum|taj mahal|great wall|louvre|capitol|restaurant|hotel|hospital|clinic|pharmacy|store|shop|company|corporation|inc|ltd|office of|department of|ministry|agency|bank of|nasa|bbc|irs|fbi|un|google|amazon|apple|microsoft|building|national park|zoo|theater|theatre|gallery|campus|public library|post office|dmv|foundation|charity|institute|center|centre|committee|senate|government|new york times|ip address|mac address|memory address|email address for|mailing address for|gettysburg|inaugural|state of the union)\b/
/** What is public about people in office or in public life. */
const PUBLIC_FACT =
  /\b(?:polic(?:y|ies)|position on|stance on|views? on|voting record|platform|party|term|career|election|campaign|speech(?:es)?|awards?|born|age|height|tall|spouse|married|education|degree|alma mater|books?|albums?|movies?|films?|songs?|legacy|achievements?|biography|role|job|title|office hours|public office|press release|official (?:website|statement|email|duties|residence)|budget|net worth|salary of the|vote|voted|profession|occupation|team|position|record|nationality|published|discovered|invented|founded|known for|famous)\b/
const SOMEBODY =
  /\b(?:my|his|her|their|your|our|the|a|some|this|that) (?:\w+ ){0,2}(?:neighbou?r|ex|boss|girlfriend|boyfriend|wife|husband|coworker|co-worker|colleague|teacher|professor|friend|roommate|landlord|tenant|classmate|crush|daughter|son|mother|father|sister|brother|partner|spouse|stranger|person|woman|man|girl|boy|guy|celebrit(?:y|ies)|actor|actress|singer|politician|employee|customer|patient|judge|witness|victim|streamer|youtuber|student|cousin|aunt|uncle|doctor|nurse|driver|customer|client|ceo|family)(?:'?s)?\b|\b(?:someone|somebody|anyone|another person|other people|people|celebrities|private (?:person|citizen|individual)s?)(?:'s|s')|\b(?:of|from|about|for|on|to|at|whether|if|where|does|do|is|are|has|find|track|on) (?:someone|somebody|anyone|another person|other people|people|celebrities|private (?:person|citizen|individual)s?)\b/
/** A question about somebody near to the one who asks. */
const OF_SOMEBODY =
  /^\W*(?:what|which|who|when|where|how (?:old|tall|many|much|often|did|does|is)|did|does|do|was|were|is|are|has|have|can you tell|tell me)\b.{0,80}?\b(?:my|our|his|her|their) (?:\w+ ){0,2}?(?:neighbou?r|ex|boss|girlfriend|boyfriend|wife|husband|co-?worker|colleague|teacher|professor|friend|roommate|landlord|tenant|classmate|crush|daughter|son|mother|father|sister|brother|partner|spouse|employee|customer|patient|student|cousin|aunt|uncle|doctor|surgeon|dentist|nurse|driver|client|nephew|niece|grand(?:son|daughter|mother|father|ma|pa)|therapist|lawyer|coach|mentor|manager)\b/
/** Longest plain question of a public fact, in characters. */
const PLAIN = 110
/** Being somewhere now, which is nobody's business, whatever house is named. */
const PRESENT =
  /\b(?:stay(?:s|ing)?|sleep(?:s|ing)?|liv(?:es?|ing)|resid(?:es?|ing)|hiding|right now|tonight|today|currently|at the moment|hotel room|room number)\b/
/** A public body as what the fact belongs to: no owner with a name stands before it, and no one is only in or at it. */
const BODY_OWNS = new RegExp(
  String.raw`(?:\b(?:of|for|is|are|contact|reach) (?:the |a )?(?:(?!in\b|at\b|near\b|whose\b|who\b|behind\b|from\b)[\w.&-]+ ){0,4}?)(?:${PUBLIC_BODY.source})|^\W*(?:what|where|which) (?:is|are) (?:the )?(?:${PUBLIC_BODY.source})`,
)
/** Of somebody by name: "…'s building". */
const NAMED_OWNER = /[a-z]'s (?!(?:customer|support|press|public|official|head|main)\b)|[a-z]s' /
/** Done to facts one holds already. */
const HANDLES =
  /\bhow (?:do|can|could|should|would|may|to) ?(?:i|we|one|you)? (?:best |politely |safely )?(?:write|close|change|update|correct|remember|memori[sz]e|store|save|keep|protect|format|spell|transfer|renew|cancel|pay|refill|add|enter|print|encrypt|back up|organi[sz]e)\b/
/** With the owner's leave, or through those who hold the facts. */
const PASSED_ON =
  /\b(?:transferred|renewed|refilled|corrected|updated)\b|\bwith (?:her|his|their) (?:signature|consent|permission|approval)\b/
const OFFICE =
  /\b(?:president|prime minister|senator|governor|mayor|minister|chancellor|congress(?:man|woman)|ceo|king|queen|pope|secretary of state|chief justice|ambassador)\b/

/**
 * What a sentence asks about people's private facts.
 * @param names whether it names somebody or something with capital letters
 */
export function judgePrivacy(folded: string, names: boolean): Finding | undefined {
  const asksPrivate = PRIVATE.test(folded) && ASKS_FACTS.test(folded) && !RESPECTS.test(folded)
  const asksWhere = LIVES.test(folded)
  const isFictional = namesFictional(folded) || fictionAt(folded) !== -1
  if (!asksPrivate && !asksWhere) {
    if (
      isFictional &&
      folded.length <= PLAIN &&
      /^\W*(?:what|where|who|when|which|whose|tell me)\b/.test(folded)
    )
      return harmless('facts about a fictional being')
    if (!names && !OFFICE.test(folded)) return undefined
    if (names && OF_SOMEBODY.test(folded)) return firmDoubt('facts of somebody by name')
    if (
      /^\W*(?:where|what is the (?:location|contact|phone|email))\b/.test(folded) &&
      PUBLIC_BODY.test(folded)
    )
      return harmless('where a public body is')
    if (
      /^\W*(?:what|which|who|when|where|how (?:old|tall|many|did|does)|tell me|did|does|was|is)\b/.test(
        folded,
      ) &&
      PUBLIC_FACT.test(folded) &&
      folded.length <= PLAIN
    )
      return harmless('a public fact')
    return undefined
  }
  if (
    /\b(?:my own|my|your own) (?:home |phone |email |ip |bank |medical |credit |private |live |personal |current )*(?:address|number|password|records?|account|history|cards?|ssn|location|information|score|photos?|data|details)\b/.test(
      folded,
    )
  )
    return undefined
  if (isFictional && !SOMEBODY.test(folded.replace(/'s\b.*/, '')))
    return harmless('facts about a fictional being')
  if (SOMEBODY.test(folded.replaceAll(/customer (?:service|support|care)/g, ''))) {
    if (HANDLES.test(folded)) return firmDoubt('handling private facts')
    if (/^\W*how\b/.test(folded) && PASSED_ON.test(folded)) return firmDoubt('passing private facts on')
    return GRAVE.test(folded) ? grave('private facts of a person') : doubtful('facts of a person')
  }
  if (
    BODY_OWNS.test(folded) &&
    !PRESENT.test(folded) &&
    !NAMED_OWNER.test(folded) &&
    !/\b(?:home|private|personal|passwords?|medical|bank account|pin codes?|employees|customers|members|confidential|daughter|son|kids?|child(?:ren)?|wife|husband)\b/.test(
      folded,
    )
  )
    return harmless('how to reach a public body')
  if (!names) return undefined
  if (bearsFictionalName(folded)) return firmDoubt('a figure, or somebody of that name')
  if (PUBLIC_BODY.test(folded)) return doubtful('perhaps facts of a named person')
  if (GRAVE.test(folded)) return harmful('private facts of a named person')
  return asksWhere ? doubtful('where a named person lives') : firmDoubt('facts of a named person')
}
