const WORLDS =
  "minecraft|fortnite|roblox|skyrim|oblivion|morrowind|fallout|gta(?: ?(?:v|5|iv|4|online|6))?|grand theft auto|call of duty|cod|warzone|black ops|modern warfare|counter[- ]?strike|cs ?go|cs2|valorant|overwatch|apex legends|pubg|the sims?|sims ?[34]?|among us|dark souls|elden ring|bloodborne|sekiro|zelda|breath of the wild|tears of the kingdom|mario(?: kart)?|super mario|smash bros|pok[eé]mon|animal crossing|stardew valley|terraria|the witcher|witcher 3|cyberpunk(?: 2077)?|red dead(?: redemption)?(?: 2)?|rdr2|assassins? creed|hitman 3|hitman 2|destiny 2|borderlands|bioshock|half[- ]life|doom(?: eternal)?|diablo|world of warcraft|warcraft|starcraft|league of legends|dota(?: 2)?|civilization|age of empires|total war|crusader kings|rimworld|dwarf fortress|factorio|rust game|ark survival|subnautica|left 4 dead|resident evil|silent hill|the last of us|uncharted|god of war|horizon zero dawn|spider-?man game|mortal kombat|street fighter|tekken|team fortress|payday ?2|watch dogs|far cry|tomb raider|metal gear(?: solid)?|final fantasy|persona 5|undertale|hollow knight|cuphead|baldur'?s gate|dungeons (?:and|&) dragons|d&d|dnd|monopoly|cluedo|chess|checkers|poker|catan|magic the gathering|yu-?gi-?oh|hearthstone|plants vs zombies|angry birds|candy crush|clash of clans|clash royale|monster hunter|dead by daylight|phasmophobia|ready or not|rainbow six(?: siege)?|battlefield|escape from tarkov|day ?z|no man's sky|mass effect|dragon age|harry potter|hogwarts|lord of the rings|the hobbit|star wars|star trek|game of thrones|westeros|house of the dragon|breaking bad|john wick|the matrix|james bond|mission impossible|kill bill|pulp fiction|the hunger games|hunger games|squid game|stranger things|the walking dead|walking dead|marvel|the avengers|avengers|batman|superman|the simpsons|south park|family guy|rick and morty|naruto|one piece|dragon ball|attack on titan|death note|demon slayer|jujutsu kaisen|sherlock|hamlet|macbeth|romeo and juliet|narnia|jurassic park|the godfather|scarface|home alone|die hard|terminator|friday the 13th|inception|the dark knight|ocean's eleven|money heist|prison break|the office|looney tunes|tom and jerry|scooby[- ]doo"

const IN_WORLD = new RegExp(
  `\\b(?:in|on|from|inside|within|playing|of) (?:the )?(?:(?:video ?game|game|movie|film|show|series|novel|book|play|board game|anime|tv show) )?(?:called )?"?(?:${WORLDS})\\b`,
)
const IN_FORM =
  /\b(?:in|inside|within) (?:a|the|my|this|our|any) (?:\w+ )?(?:video ?games?|board ?games?|computer game|card game|chess game|chess match|rpg|fps|mmo|sandbox game|dnd campaign|d&d campaign|first person shooter)\b/
/** A title we do not know counts only where it is told how somebody in it did something. */
const TOLD = /\bhow (?:did|does|was|were) (?!i\b|we\b|you\b|one\b)/
const IN_TITLED =
  /\b(?:in|from) the (?:movie|film|tv show|tv series|series|novel|book|video ?game|musical|anime|manga|comic|opera) (?!theat|industr|business|store|club|set\b|i\b|my\b|that\b|where\b)\w/

const NAMES =
  "batman|bruce wayne|superman|clark kent|spider-?man|peter parker|iron man|tony stark|captain america|steve rogers|thor|hulk|bruce banner|black widow|natasha romanoff|wonder woman|diana prince|aquaman|the flash|barry allen|green lantern|joker|harley quinn|catwoman|lex luthor|thanos|loki|deadpool|wade wilson|wolverine|professor x|magneto|charles xavier|doctor strange|black panther|t'challa|ant-?man|harry potter|hermione(?: granger)?|ron weasley|dumbledore|albus dumbledore|voldemort|lord voldemort|severus snape|snape|draco malfoy|hagrid|sirius black|dobby|frodo(?: baggins)?|bilbo(?: baggins)?|gandalf|aragorn|legolas|gollum|sauron|samwise|luke skywalker|darth vader|anakin(?: skywalker)?|han solo|princess leia|leia organa|yoda|obi-?wan(?: kenobi)?|chewbacca|boba fett|rey skywalker|kylo ren|mandalorian|grogu|captain kirk|james t\\.? kirk|spock|picard|jean-luc picard|sherlock(?: holmes)?|john watson|dr\\.? watson|moriarty|hercule poirot|miss marple|nancy drew|james bond|jason bourne|ethan hunt|john wick|jack ryan|jack bauer|indiana jones|lara croft|nathan drake|rocky balboa|rambo|forrest gump|jack sparrow|captain jack sparrow|captain hook|peter pan|tinker ?bell|willy wonka|charlie bucket|mary poppins|alice in wonderland|mad hatter|cinderella|snow white|sleeping beauty|rapunzel|ariel|moana|elsa|queen elsa|simba|mufasa|aladdin|jasmine|mulan|pocahontas|shrek|princess fiona|donald duck|mickey mouse|minnie mouse|goofy|winnie the pooh|bugs bunny|daffy duck|tweety|road runner|wile e\\.? coyote|scooby[- ]doo|fred flintstone|homer(?: simpson)?|marge simpson|bart simpson|lisa simpson|ned flanders|mr\\.? burns|krusty|peter griffin|stewie(?: griffin)?|eric cartman|cartman|kenny mccormick|rick sanchez|morty(?: smith)?|spongebob(?: squarepants)?|patrick star|squidward|mr\\.? krabs|garfield|snoopy|charlie brown|pikachu|ash ketchum|mario|luigi|princess peach|bowser|link|zelda|princess zelda|ganon|ganondorf|sonic|donkey kong|kirby|samus(?: aran)?|master chief|kratos|geralt(?: of rivia)?|ciri|arthur morgan|cloud strife|sephiroth|solid snake|commander shepard|gordon freeman|ellie williams|joel miller|walter white|jesse pinkman|saul goodman|gus fring|tony soprano|don draper|dexter morgan|hannibal lecter|michael corleone|vito corleone|don corleone|tyler durden|patrick bateman|norman bates|freddy krueger|jason voorhees|michael myers|ghostface|chucky|pennywise|dracula|count dracula|frankenstein|van helsing|buffy(?: summers)?|edward cullen|bella swan|katniss(?: everdeen)?|peeta|daenerys(?: targaryen)?|jon snow|ned stark|tyrion(?: lannister)?|cersei(?: lannister)?|arya stark|sansa stark|joffrey|rachel green|ross geller|monica geller|chandler bing|joey tribbiani|phoebe buffay|michael scott|dwight(?: schrute)?|jim halpert|pam beesly|jerry seinfeld's character|george costanza|cosmo kramer|sheldon cooper|young sheldon|leonard hofstadter|ted mosby|barney stinson|leslie knope|ron swanson|jake peralta|eleven|mike wheeler|jim hopper|rick grimes|negan|doctor who|the doctor|the tardis|dr\\.? house|gregory house|meredith grey|naruto(?: uzumaki)?|sasuke|goku|son goku|vegeta|luffy|monkey d\\.? luffy|light yagami|eren(?: yeager| jaeger)?|levi ackerman|sailor moon|romeo|juliet|hamlet|ophelia|macbeth|lady macbeth|king lear|othello|iago|odysseus|achilles|zeus|hercules|robin hood|king arthur|merlin|lancelot|don quixote|jay gatsby|gatsby|nick carraway|daisy buchanan|holden caulfield|atticus finch|scout finch|huckleberry finn|tom sawyer|captain ahab|elizabeth bennet|mr\\.? darcy|jane eyre|heathcliff|oliver twist|ebenezer scrooge|scrooge|tiny tim|santa claus|the grinch|easter bunny|tooth fairy|rudolph|percy jackson|matilda|pippi longstocking|paddington|sherlock's|wednesday addams|gomez addams|morticia|barbie|ken carson|optimus prime|megatron|robocop|neo|morpheus|trinity|wall-e|e\\.t\\.|buzz lightyear|nemo|dory|mr\\.? incredible|elastigirl|godzilla|king kong|wayne manor|stark tower|the batcave|batcave|hogwarts|fortress of solitude|winterfell|rivendell|the shire|mordor|bikini bottom|krusty krab|central perk|gotham(?: city)?|metropolis|wakanda|narnia|springfield elementary|tatooine|death star|azkaban|arkham(?: asylum)?|221b baker"
const CHARACTER = new RegExp(`\\b(?:${NAMES})(?:'s|s'|')?(?![\\w])`, 'g')
/** Names that living people bear as well; they are a figure's only where its work is named too. */
const SHARED_NAMES =
  /^(?:thor|loki|ariel|moana|elsa|simba|aladdin|jasmine|mulan|homer|mario|luigi|link|zelda|sonic|kirby|ciri|garfield|goofy|rudolph|matilda|barbie|neo|morpheus|trinity|nemo|dory|eleven|romeo|juliet|hamlet|ophelia|othello|hercules|achilles|merlin|bella swan|rachel green|ross geller|michael scott|michael myers|jack ryan|jack bauer|john wick|john watson|dr\.? watson|peter parker|barry allen|steve rogers|arthur morgan|ellie williams|joel miller|jesse pinkman|walter white|mike wheeler|jim hopper|rick grimes|rick sanchez|meredith grey|gregory house|dr\.? house|charlie brown|jon snow|jane eyre|tom sawyer|oliver twist|nick carraway|percy jackson|ted mosby|ron swanson|jake peralta|peeta|sasuke|eren|dexter morgan|don draper|diana prince|jean-luc picard|james kirk|nathan drake|ethan hunt|jason bourne|ken carson|light yagami|the doctor|patrick star|gus fring|sherlock)(?:'s|s'|')?$/
/** Signs that a named world is only a pretext: the real world is in the sentence too. */
const REAL_WORLD =
  /\b(?:real[- ]life|in reality|irl|real[- ]world|actual(?:ly)?|in person|real (?:person|people|one|life))\b/

/** Where a sentence says that it is set in a named game, film or book, or in a game of a named form; -1 where not. */
export function fictionAt(folded: string): number {
  if (REAL_WORLD.test(folded)) return -1
  const told = TOLD.test(folded) ? folded.search(IN_TITLED) : -1
  return Math.max(folded.search(IN_WORLD), folded.search(IN_FORM), told)
}

/** Whether a sentence names a character or place known from fiction. */
export function namesFictional(folded: string): boolean {
  const isTold = fictionAt(folded) !== -1
  return (
    (folded.match(CHARACTER) ?? []).some((name) => isTold || !SHARED_NAMES.test(name)) &&
    !REAL_WORLD.test(folded) &&
    !/\b(?:actors?|actress|who (?:plays|played)|plays|played by)\b/.test(folded)
  )
}

const PLAYED =
  /\b(?:games?|gaming|chess|checkers|poker|board|level|raid|dungeon|tournament|match|zombies?|dragons?|rpg|tennis|football|soccer|basketball|golf|boxing|rugby|scrabble|karate|judo)\b/

/** Whether a sentence speaks of a game: one by name, or words of play. */
export function namesPlay(folded: string): boolean {
  return !REAL_WORLD.test(folded) && (fictionAt(folded) !== -1 || PLAYED.test(folded))
}

/** Whether somebody bears a name known from fiction, who may be a living person of that name. */
export function bearsFictionalName(folded: string): boolean {
  return folded.search(CHARACTER) !== -1
}
