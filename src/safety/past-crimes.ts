import { doubtful, type Finding, firmDoubt } from './finding.ts'
import type { Token } from './tokens.ts'

/** Crimes of history, those who did them, and places that stand for one. */
const NAMED_CRIME =
  /\b(?:genocides?|holocaust|shoah|pogroms?|massacres?|slavery|slave trade|apartheid|ethnic cleansings?|lynch(?:ed|ings?)?|purges|gulags?|(?:death|concentration|labou?r|internment|residential) (?:camps?|schools?)|inquisition|witch (?:hunts?|trials?)|coloni(?:es|alism|[sz]ation|[sz]ed|[sz]ing)|segregation|nazis?|nazism|hitler|himmler|goebbels|eichmann|mengele|stalin|pol pot|khmer rouge|mussolini|idi amin|saddam|milosevic|kkk|ku klux klan|isis|al[- ]qaeda|unabomber|war crimes?|holodomor|trail of tears|final solution|third reich|hiroshima|nagasaki|auschwitz|dachau|treblinka|srebrenica|my lai|columbine|sandy hook|utoya|9\/11|september 11\w*|pearl harbor|guernica|nan(?:king|jing)|katyn|babi yar|tiananmen|wounded knee|kristallnacht|wannsee|jonestown|agent orange|tuskegee|famines?)\b/
/** A deed told as past; a crime of history where it also bears a name or a year. */
const TOLD_DEED =
  /\b(?:attacks?|bombings?|shootings?|assassinations?|murders?|killings?|burning|sinking|raids?|robber(?:y|ies)|heists?|kidnappings?|hijackings?|executions?|hangings?|poisonings?|siege|invasion|bombardment|annexation|deportations?|riots?|coup|plot|murderers?|killers?|assassins?|plotters?|attackers?|bombers?|robbers?|kidnappers?|hijackers?|shooters?) (?:of|on|at|in|against|by|from|behind|during)\b|\b(?:the|'s) (?:\w+ ){0,3}(?:attacks?|bombings?|shootings?|assassinations?|massacre|killings?|plotters?|assassins?|killers?|attackers?|bombers?|robbers?|kidnappers?|hijackers?|shooters?|heist|robbery|tragedy)\b|\b(?:killed|murdered|assassinated|bombed|attacked|shot|executed|hanged|stabbed|burned|burnt|hijacked|kidnapped|robbed|poisoned|beheaded|deported|enslaved|invaded|sunk|stabbing|sank|killing|shooting|bombing|sinking)\b/
const YEAR = /^(?:1\d{3}|20[0-2]\d)s?$/
/** Takes a crime for good, or wishes for more of it. */
const APPROVES =
  /\b(?:justif(?:y|ied|iable|ication)|deserv\w+|(?:the )?right (?:thing|about|to (?:do|happen))|(?:was|were|be|so much|much|people|man|men) right|good (?:things?|ideas?|ways?|about|riddance|reasons?)|(?:a|something|anything) good|positive (?:about|about|side|effects?|impact|aspects?|thing)|benefits?|beneficial|upsides?|advantages?|blessing|success(?:ful|fully)?|brilliant|genius|hero(?:es|ic|ically)?|admir\w+|inspir(?:e|es|ing|ation)|proud|pride|praiseworthy|glorious|glorify|fun(?:ny|nier|niest)?|cool(?:est)?|necessary evil|necessary|legitimate|worth (?:it|following|copying|repeating)|nice|beautiful|asked for (?:it|what)|(?:had|have) it coming|grateful|thanks?|applaud\w*|celebrat\w+|should (?:be |have )?(?:repeat\w*|tolerat\w+|finish\w*|happen\w*|return|come back|been worse|killed more)|replicat\w+|imitat\w+|repeat(?:ed|ing)?|bring back|left undone|finish what|do (?:it|better)|(?:who|which|what|where) (?:is|are|needs?|comes?|should be) next|next one|again)\b/
/** Denies it, or makes little of it. */
const DENIES =
  /\bnever (?:really |actually |truly )?(?:happen\w*|existed|took place|occurred)\b|\b(?:hoax|fak(?:e|ed)|staged|myths?|fairy ?tales?|made[- ]up|lies?|lied|lying|exaggerat\w+|overstated|so-called|fabricated|propaganda about|not (?:really )?(?:that bad|so bad|happen))\b/
/** Asks how it was done, kept hidden or got through. */
const METHOD =
  /\b(?:how|which|what|where|when)\b.{0,90}\b(?:hide|hid|hidden|conceal\w*|smuggl\w+|evad\w+|undetected|unnoticed|unguarded|(?:get|got|getting) (?:away|past|into|in|through|around|inside|so much|hold)|sneak\w*|fool(?:ed|s)?|trick(?:ed|s)?|bypass\w*|beat the|pack(?:ed)?|carr(?:y|ied) out|pull(?:ed)? (?:it |this )?off|manage(?:d)? to|recruit\w*|financ(?:e|ed)|wired?|steps?|methods?|techniques?|tactics?|tricks?|make people|break (?:its|his|their)|most effective|weak(?:ness\w*| spots?)|security failures?)\b/
/** The asker's own part in it, or the present. */
const OURS = /\b(?:i|i'd|me|my|mine|we|us|our|ours|today|these days|nowadays|now|this year)\b/

/**
 * What is asked of a crime of history beside facts: approval, denial, the method, or a part of one's own. The form of a
 * question of history speaks for none of these. Linear.
 */
export function judgePastCrime(folded: string, tokens: readonly Token[]): Finding | undefined {
  const isNamed = NAMED_CRIME.test(folded)
  if (!isNamed && !(TOLD_DEED.test(folded) && tokens.some(({ named, word }) => named || YEAR.test(word))))
    return undefined
  if (DENIES.test(folded) || APPROVES.test(folded)) return doubtful('a verdict on a crime of history')
  if (METHOD.test(folded)) return firmDoubt('the method of a crime of history')
  return isNamed && OURS.test(folded) ? firmDoubt('a part in a crime of history') : undefined
}
