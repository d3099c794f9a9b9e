/**
 * What kind of answer a sentence asks for. `procedure` wins over the others, because a way of doing harm is
 * harmful however the question is dressed.
 */
export type AskForm =
  | 'procedure'
  | 'definition'
  | 'history'
  | 'protection'
  | 'opinion'
  | 'question'
  | 'statement'

const PROCEDURE = new RegExp(
  [
    String.raw`\bhow (?:to|do i|do we|do you|do u|can i|can we|can you|can one|could i|could we|could one|should i|should we|would i|would you|would one|would someone|might i|may i|does one|do one|did people|did they|exactly|can someone|can somebody|does someone|could someone|could a|can a)\b`,
    String.raw`\bhow (?:people|someone|somebody|one|he|she|they|to)\b.{0,20}\b(?:make|made|making|build|built|do|did|cook|cooked|get|got)\b`,
    String.raw`\bhow .{1,40}\b(?:was|were|is|are|gets?|got) (?:made|built|cooked|produced|assembled|synthesi[sz]ed|constructed|prepared|manufactured)\b`,
    String.raw`\b(?:ways?|method|methods|means|technique|techniques|tactics|ideas|examples|list|equipment|instructions|strategy|strategies|steps?|instruction|instructions|guide|tutorial|recipe|formula|blueprint|blueprints|plan|procedure|methodology|manual|walkthrough|practices|tips|advice|script|trick|tricks|scheme|schemes) (?:to|for|of|on|that|i|used|about|detailing|explaining)\b`,
    String.raw`\bstep[ -]by[ -]step\b`,
    String.raw`\b(?:write|generate|compose|draft|develop|create) (?:me |us )?(?:a|an|the|some|my)\b`,
    String.raw`(?:^|[,:;.!?"'(\n]\s*|\bplease |\band |\bthen |\bcan you |\bcould you |\bwould you |\bwill you |\bto |\bi want you to |\bi need you to |\bhelp me |\bhelp us |\blet's |\bnow )(?:give|write|create|make|generate|develop|teach|tell|show|help|provide|draft|compose|design|build|produce|plan|list|outline|suggest|convince|persuade|invent|devise|formulate|craft|construct|pretend|act|describe|explain how|explain the (?:process|steps|method)|demonstrate|walk|instruct|name|recommend|find me|code|program|translate|rewrite|continue|complete|spread|promote|encourage|publish|share|post|release|exploit|instruct|teach|convince|invite|manipulate|use|start|send|harass|bully|threaten|torture|poison|blow|burn|argue|prove|justify|defend|insult|mock|get|kill|steal|hack)\b`,
    String.raw`\b(?:where|how|who) (?:can|could|do|would|might|to) (?:i|we|one|someone|you)?\s?(?:buy|get|find|purchase|obtain|acquire|score|sell|hire|download|watch|order)\b`,
    String.raw`\bwhat(?:'s| is| are| would be)? (?:the|some|a)? ?(?:\w+ ){0,3}(?:way|ways|method|methods|technique|techniques|dose|dosage|tool|tools|software|weapon|weapons|poison|poisons|substance|substances|chemicals?|ingredients?|excuse|lie|lies)\b`,
    String.raw`\bwhich .{0,60}\b(?:should i|can i|could i|would i)\b`,
    String.raw`\b(?:i want to|i need to|i'd like to|i wanna|i would like to|i plan to|i am going to|i'm going to|want to know how|teach me|help me|let me|i'm trying to|i am trying to|in order to|so i can|so that i can|what do i need to|what should i|what can i)\b`,
  ].join('|'),
)
const PROTECTION =
  /\b(?:prevent|preventing|protect|protecting|avoid|avoiding|detect|detecting|defend|stop (?:a|an|my|someone|people|being|getting)|recover|recovering|survive|surviving|report|reporting|escape (?:from|an?|my)|recogni[sz]e|identify|spot|signs? of|symptoms? of|help (?:a|an|my|someone|for|with|victims?|survivors?)|support for|treat|cope|coping|overcome|overcoming|quit|quitting|safe from|remove|removing|deal with|awareness|against (?:being|getting)|reduce|reducing|combat|fight|fighting|first aid|illegal|is it legal|laws?|penalt(?:y|ies)|punish(?:ed|ment)|consequences|dangers|risks?|effects? of|harms? of|impact of|wrong)\b/
const DEFINITION = new RegExp(
  [
    // "What is a Ponzi scheme?", and not "What are some insults …?" or "What is the easiest …?".
    String.raw`^\W*(?:so |and |please |hey |hi )?(?:what(?:'s| is| are| was| were| exactly is| exactly are)|define|whats) (?!the (?!definition|meaning|term|difference|concept|legal|medical|etymology|origin|plural)|some\b|my\b|your\b|his\b|her\b|their\b|good\b|best\b|ways?\b|it like|.*\b(?:good|best|easiest|effective|benefits?|ways?|insult\w*|jokes?|methods?|advantages|nicknames?|steps|names? for|address|phone|estate|home)\b)(?:[^\s]+ ?){1,7}\??\s*$`,
    String.raw`\bwhat do(?:es)? .{1,80}\b(?:mean|stand for|refer to|entail)\b`,
    String.raw`\b(?:definition|meaning|etymology) of\b`,
    String.raw`\b(?:explain|tell me|describe|understand) (?:to me )?(?:the (?:term|concept|meaning|word|phrase|difference)|what .{1,60}\b(?:is|are|means?|refers? to)\W*$)`,
    String.raw`\bhow (?:is|are) .{1,60}\bdefined\b`,
    String.raw`\bwhat(?:'s| is) (?:the )?difference between\b`,
  ].join('|'),
)
const HISTORY = new RegExp(
  [
    String.raw`^\W*(?:so |and )?(?:who|when|why|where|in (?:what|which) year|how many|how much|how long|how old|which|what) (?:\w+ ){0,4}?(?:did|was|were|led|caused|happened|killed|died|shot|started|ended|sparked|triggered|motivated|drove|attacked|bombed|assassinated|murdered|founded|won|lost|invented)\b`,
    String.raw`\bhow did (?!people|they|one|someone|you|i\b)(?:\S+ ){1,8}?(?:happen|begin|start|end|develop|occur|unfold|change|affect|influence|die|rise|fall|come about|lead|emerge|spread)\b`,
    String.raw`\b(?:history|causes?|aftermath|consequences|timeline|origins?|background|death toll|victims|perpetrators?|anniversary|commemoration) of\b`,
    String.raw`\bwhat (?:happened|caused|led to|were the (?:main )?(?:causes|effects|consequences|reasons))\b`,
  ].join('|'),
)
/** Praise of the past, or the asker's own matters: no question of history. */
const PRAISE =
  /\b(?:benefits?|best|right|good|advantages?|positive|cool(?:est)?|fun|favou?rite|inspir\w+|should|copy|replicate|weirdest|sexiest|worst|steps|process|making|you|your|my|we|i)\b/
const OPINION =
  /^\W*(?:is|are|was|were|isn't|aren't|should|shouldn't|do you|does|don't|doesn't|would|can|could|will|did|has|have)\b/
const QUESTION = /^\W*(?:why|who|when|where|which|what|how|whose)\b|\?\s*$/

/** Politeness before a question of meaning, which is no request for a way of doing. */
const DEFINITION_OPENING =
  /^\W*(?:please |hey |hi )?(?:(?:can|could|would|will) you )?(?:please )?(?:tell me|give me|explain|describe|help me understand)?(?: to me)? ?(?=what|the (?:term|concept|meaning|word|phrase|difference|idea|definition))/
/** Asks for guarding against a harm; what is done to the harm is the point. */
const GUARDING =
  /\bhow (?:to|do|does|can|could|should|would|are)(?: \w+){0,3}? (?:prevent|protect|discourage|raise awareness|spread awareness|respect|detect|report|recover|defend|spot|recogni[sz]e|survive|treat|identify|avoid (?:becoming|being|getting (?!caught))|help|support|cope|deal|stop (?:a|my|the|being|someone|people)|remove|get rid of|quit|overcome|fight)\b/
const EVADING =
  /\b(?:police|authorities|law enforcement|caught|detection|detected|arrest|prosecution|conviction|audit)\b/

const GUARDING_MEANS =
  /\b(?:ways|strategies|methods|tips|steps|measures) (?:to|for) (?:protect|prevent|avoid|detect|report|reduc)\w*|\b(?:policy|policies|law|laws|rules|speech|campaign|petition|article|essay|poem|measures|protest|stand) against\b|\b(?:support|protection|help|shelters?|counsel+ing) (?:and \w+ )?for (?:\w+ ){0,4}(?:victims|survivors)\b/
/** A second thing asked for beside the guarding; words of guarding may be joined freely. */
const MORE_ASKED =
  /\b(?:and|then|so|by|but) (?!(?:avoid|remove|protect|report|prevent|detect|recover|stop|delete|secure|discrimination|other|similar)\b)/

/** Whether a sentence asks how to guard against a harm, for nothing else, and not how to escape its consequences. */
export function asksForGuarding(folded: string): boolean {
  if (EVADING.test(folded) || MORE_ASKED.test(folded)) return false
  const asked = folded.match(/\bhow\b/g)?.length ?? 0
  return (asked === 1 && GUARDING.test(folded)) || (asked === 0 && GUARDING_MEANS.test(folded))
}

/** Whether a sentence asks for a way of doing something. */
export function asksForProcedure(folded: string): boolean {
  return PROCEDURE.test(folded)
}

/** Whether a sentence is about preventing, surviving, recognising or judging a harm. */
export function asksForProtection(folded: string): boolean {
  return PROTECTION.test(folded)
}

/** The form of one sentence, folded. */
export function askForm(folded: string): AskForm {
  const head = folded.slice(0, 400)
  if (DEFINITION.test(head) && !PROCEDURE.test(folded.replace(DEFINITION_OPENING, ''))) return 'definition'
  if (PROCEDURE.test(folded)) return 'procedure'
  if (HISTORY.test(head) && !PRAISE.test(head)) return 'history'
  if (PROTECTION.test(head)) return 'protection'
  if (OPINION.test(head)) return 'opinion'
  if (QUESTION.test(head)) return 'question'
  return 'statement'
}

/** Composition, quantity, procurement and concealment: what something is made or done with, in any form of question. */
const WHAT_WITH =
  /\b(?:(?:made|composed|built|synthesi[sz]ed|produced|derived|extracted|manufactured|assembled|cooked|brewed|consist\w*) (?:up )?(?:of|from|out of|with|by|using)|mix(?:ed|ing|es|ture)?|combin(?:e|ed|es|ing)|contain(?:ed|s|ing)?|wired|wiring|precursors?|ingredients?|chemicals?|components?|amounts?|quantit(?:y|ies)|dos(?:e|es|ed|age)|how much|grams?|hid(?:e|den|ing)?|conceal\w*|smuggl\w*|b(?:uy|uying|ought)|obtain(?:ed)?|acquir(?:e|ed)|purchas(?:e|ed)|suppl(?:y|ied|ier)|get (?:their|the|his|her)|what was in|what(?:'s| is) in|recipe|formula|cut with|were .{1,30}\b(?:made|built|assembled|produced)|(?:made|built) .{0,30}\b(?:bombs?|device|explosives?|gas|poison))\b/

/** Whether a question, of meaning or of history in its form, asks for the means of what it is about. */
export function asksWhatWith(folded: string): boolean {
  return (
    WHAT_WITH.test(folded) &&
    /^\W*(?:so |and )?(?:what|which|where|when|who|how|why|define|explain|tell|describe)\b/.test(folded)
  )
}
