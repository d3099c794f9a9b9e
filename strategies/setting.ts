/** Where a request says its action takes place. */
export type Setting = 'fiction' | 'game' | 'sport'

const FICTION =
  /\b(novels?|short stor(y|ies)|(a|my|our|the|this) stor(y|ies)|screenplays?|screenwrit\w+|fiction(al)?|fan ?fic\w*|films?|movies?|tv (show|series)|episode|protagonist|villain|antagonist|thriller|poems?|lyrics|musical|opera|theatre play|stage play|anime|manga|comic( book)?|(my|the|a|main) characters?|book (i|we)['’]?(m|re| am| are)? (writing|wrote)|(my|our) (next |first )?book)\b/iu

const GAME =
  /\b(video ?games?|computer games?|board ?games?|card games?|role-?playing game|tabletop|rpg|mmo|(in|this|the|a|my|that) game|boss fight|final boss|npcs?|speedrun|dungeons?|d&d|minecraft|fortnite|skyrim|pok[eé]mon|chess|checkers|poker|larp|paintball|laser tag)\b/iu

const SPORT =
  /\b(boxing|boxer|judo|karate|taekwondo|wrestling|fencing|archery|tennis|football|soccer|basketball|volleyball|hockey|baseball|cricket|rugby|badminton|darts|martial arts?|sparring)\b/iu

/**
 * The setting a request names in so many words, or `undefined`. Fiction wins over the others, because its
 * rule is the strictest: it frees theme and emotion, never a working procedure.
 */
export function namedSetting(text: string): Setting | undefined {
  if (FICTION.test(text)) return 'fiction'
  if (GAME.test(text)) return 'game'
  if (SPORT.test(text)) return 'sport'
  return undefined
}
