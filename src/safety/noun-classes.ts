import { PEOPLE_WORDS } from './likelihood/people-words.ts'
import { singularForms } from './tokens.ts'

/** What kind of thing a noun names, as far as it decides the sense of a verb done to it. */
export type NounClass = keyof typeof NOUNS

/** Nouns by kind; the first kind that lists a word wins. Words are singular unless they have no singular. */
const NOUNS = {
  software:
    'process program programme software thread task app application daemon script server job session shell terminal container pod instance vm kernel browser tab window query function method command code codebase bug loop cron service deployment pipeline build branch commit database db table cache port socket connection desktop emulator simulator queue worker zombie-process pid systemd linux windows unix ubuntu docker kubernetes nginx apache postgres mysql redis python node npm java javascript typescript bash chrome firefox safari excel macro spreadsheet algorithm model api endpoint website webpage page bot plugin extension driver compiler debugger test suite unit runtime interpreter batch transaction request backend frontend repository repo file folder directory variable statement sql pointer object cpu gpu ram framework library stack heap exception workflow cluster vm notebook tmux screen ssh',
  device:
    'mower lawn-mower grill barbecue toaster kettle-base dishwasher charger flashlight lantern-lamp doorbell timer clock-radio projector amplifier synthesizer turntable calculator watch smartwatch console-controller joystick webcam-light phone iphone ipad smartphone laptop computer pc tablet printer router modem television tv console playstation xbox camera engine motor battery circuit switch light lights lamp bulb alarm heater oven stove fridge freezer washer dryer machine radio speaker microphone headphone screen disk drive usb keyboard mouse thermostat pump generator power electricity wifi internet signal appliance microwave blender vacuum lawnmower chainsaw lightbulb flashlight ac',
  media:
    'photo photograph picture image portrait selfie film movie video footage clip scene documentary commercial music-video short timelapse trailer episode show series cover roll landscape sunset sunrise skyline wedding headshot wildlife thumbnail poster logo bokeh raw macro milky way stars moon animation vlog reel podcast recording interview-video',
  sport:
    'basketball ball hoop basket free-throw goal puck golf tennis baseball softball cricket football soccer volleyball hockey serve backhand forehand layup three-pointer jumper penalty target arrow bow archery dart pool billiard homer homerun home-run pitch curveball fastball puck wicket punching-bag bag bullseye hoops shot putt drive skeet clay',
  game: 'zombie zombies boss npc npcs enemy enemies mob mobs creeper enderman villager dragon orc goblin monster monsters demon demons vampire werewolf ghoul sim sims pokemon ganon bowser titan alien aliens troll skeleton spawn minion minions opponent player players character characters pawn knight bishop rook king queen imposter impostor crewmate villain protagonist antagonist hero sauron voldemort joker thanos dalek wizard witcher raider bandit knight level quest raid dungeon castle fortress base tower turret',
  pest: 'cockroach roach ant ants flea mosquito mosquitoes wasp hornet fly flies bedbug termite moth aphid slug snail tick lice louse nit mite rat mouse mice rodent spider spiders gnat weevil locust vermin pest grub maggot worm silverfish earwig beetle nematode parasite tapeworm infestation nest hive',
  germ: 'bacteria bacterium germ virus viruses fungus mold mould mildew yeast cell cells cancer tumor tumour pathogen microbe spore infection cold flu fever inflammation wart odor smell odour algae fungi ringworm athlete-foot plaque',
  plant:
    'weed weeds grass ivy dandelion crabgrass plant plants tree trees stump bush hedge shrub moss clover bamboo nettle bramble kudzu flower flowers rose seed seeds seedling lawn vine root roots thistle lichen garden crop crops knotweed bulb mistletoe',
  food: 'marinade brine oil vinegar water flour yeast-dough batter crust garnish lettuce cucumber eggplant zucchini aubergine courgette broccoli cauliflower spinach kale lentil lentils chickpea chickpeas mango banana bananas pineapple pomegranate melon watermelon peach pear plum cherry cherries strawberry strawberries berry berries raspberry grape grapes hazelnut hazelnuts peanut peanuts cashew waffle pancake pancakes omelette omelet toast bagel pie tart cracker biscuit biscuits jam jelly mustard ketchup mayonnaise salsa egg eggs butter cream dough batter cake cookie cookies bread meat beef steak brisket pork chicken turkey lamb fish salmon tuna tofu duck goose crab shrimp shellfish mussel clam lobster-tail vegetable vegetables veg onion garlic tomato tomatoes potato potatoes carrot pepper apple avocado lemon lime orange fruit nut nuts walnut walnuts pecan almond coconut pistachio ice ginger spice spices pepper chili chilli recipe sauce soup stew curry pasta noodle rice salad sandwich pizza burger marshmallow popcorn coffee espresso beans bean tea beer wine whiskey vodka tequila cocktail drink juice smoothie milk yogurt cheese chocolate sugar syrup honey dessert meringue herb herbs pudding candy calorie calories wonton bacon ham sausage rib ribs oat dish meal dinner lunch breakfast buffet snack pumpkin squash cabbage',
  abstract:
    'time boredom hour hours minute minutes day afternoon evening habit fear fears doubt doubts procrastination anxiety stress debt debts mood vibe joy hope hopes dream dreams idea ideas argument conversation motivation creativity productivity appetite hunger craving cravings thirst pain nerve nerves negativity thought thoughts belief beliefs desire addiction rumor rumour myth stereotype stereotypes prejudice bias barrier barriers record limit odds curiosity confidence ego shyness laziness loneliness silence noise echo sound reverb deadline wait suspense momentum passion conversation expectation expectations perfectionism jealousy insecurity writer-block bill budget plan project routine workload problem problems challenge obstacle obstacles traffic rush-hour crime poverty corruption racism injustice inequality pollution heat humidity glare static background balance pose chord deal sale bargain heart headline word words sentence sentences paragraph adjective line lines darling darlings',
  goal: 'exam exams test tests quiz interview interviews presentation speech audition goal goals workout workouts marathon race race-time performance gig target sales assignment essay homework thesis dissertation competition contest tournament match game debate level record milestone resume bio pitch date karaoke solo dance routine set bench-press deadlift recital championship league puzzle riddle case-study',
  message: 'email e-mail mail message text dm note line memo invitation invite question questions reminder',
  contract:
    'contract subscription agreement lease membership plan policy loan mortgage employment policy insurance call partnership warranty order trust will deed search-warrant trade trades strategy move manoeuvre maneuver dive drill turn',
  business:
    'competition competitor competitors market rival-company industry business sales stock stocks price prices cost costs budget bill bills expense expenses deal deals quarter patent merger brand campaign',
  household:
    'boots shoe shoes sneaker sock socks glove gloves belt hat scarf blanket towel towels cushion sponge bucket bin basket jar jug lid tray plate bowl mug kettle pan frying-pan skillet saucepan pot pots lampshade shelf wardrobe cupboard countertop floor ceiling roof tile grout carpet sink bathtub shower faucet tap gutter fence deck patio firepit plank board glue rope string thread yarn cork screw screws bolt bolts ladder broom mop hanger vase chips sawdust ash ashes ember embers balloon balloons tree-house candle candles incense wood firewood log logs leaves fire campfire fireplace match matches paper papers furniture sofa couch mattress rug carpet curtain curtains mirror clock wall walls nail nails hammer stain stains dust dirt clog drain toilet pipe pipes pillow pillows bottle bottles can cans box boxes cardboard glass window windows door doors rock rocks stone stones concrete brick bricks tile tiles wire fabric cloth paper plastic metal steel clothes coat coats jacket shirt dress picture-frame painting shelf hammock hook swing lantern wallpaper pinata piñata airbed mattress tire tires tyre inflatable raft cd dvd vinyl cds drawer tent lock zipper hose hair bangs beard fringe whip bat pen toe candle punchbag trash garbage rubbish recycling junk waste dishes laundry',
  document:
    'document documents report letter manuscript draft novel story poem chapter essay text header footer document paragraph lyric lyrics passage data dataset metadata log',
  performance:
    'joke jokes stage audience crowd song songs track riff band album gig comedy standup solo show dance-floor play role part scene lines karaoke note notes chord melody look outfit',
  instrument:
    'guitar piano drums drum bass violin cello trumpet saxophone keyboard-synth ukulele banjo cymbal',
  vehicle:
    'car truck van bus train plane airplane aircraft motorcycle bike bicycle boat ship tesla vehicle tractor clutch brake brakes gear ignition engine tank drone helicopter rocket',
  building:
    'building house home school church mosque synagogue temple hospital bank store shop mall stadium airport embassy station bridge dam tower skyscraper office courthouse apartment neighborhood city town village hotel museum pipeline refinery plant-works grid factory nightclub theater restaurant library landmark clinic',
  money: 'money cash wallet credit-card card purse jewelry jewellery diamond gold bitcoin crypto',
  account:
    'password passwords passcode account accounts credential credentials login pin ssn identity identities wifi wi-fi network networks mainframe encryption firewall atm bank-account satellite grid safe vault election ballot cctv webcam license',
  substance:
    'drug drugs heroin cocaine meth methamphetamine lsd mdma ecstasy ketamine fentanyl opioid opioids crack-cocaine poison cyanide ricin arsenic strychnine anthrax sarin toxin venom nerve-agent explosive explosives dynamite tnt c4 gunpowder bomb bombs grenade grenades molotov',
  weapon:
    'gun guns pistol rifle shotgun firearm firearms handgun weapon weapons knife sword ammo ammunition bullet bullets silencer suppressor missile missiles warhead nuke',
  animal:
    'animal animals dog dogs puppy cat cats kitten pet pets horse cow bull pig pigs sheep goat goats deer elk moose rabbit hare squirrel raccoon coyote wolf fox bear boar bird birds pigeon crow eagle swan parrot snake lizard frog toad turtle elephant rhino tiger lion leopard whale dolphin shark seal lobster octopus bat bee bees butterfly hamster livestock cattle chick chicks hen rooster possum skunk mole gopher wildlife',
  group:
    'muslims jews christians hindus catholics blacks whites gays lesbians homosexuals immigrants refugees mexicans asians africans chinese women men girls boys disabled elderly minority minorities transgender trans lgbt latinos hispanics arabs indians foreigners natives community communities tribe tribes congregation villagers',
  person:
    'someone somebody anyone anybody everyone everybody person people human humans man men woman women boy boys girl girls child children kid kids baby babies infant toddler teen teenager teenagers adult adults neighbor neighbors neighbour neighbours friend friends enemy wife husband spouse partner girlfriend boyfriend ex lover mother father mom mum dad parent parents brother sister sibling son daughter uncle aunt cousin grandmother grandma grandfather grandpa grandparent stepfather stepmother boss-man manager coworker coworkers co-worker colleague colleagues employee employees employer teacher teachers student students classmate classmates roommate flatmate tenant landlord stranger strangers victim victims hostage witness witnesses politician politicians president senator governor minister mayor king-person officer officers police cop cops soldier soldiers guard guards judge lawyer doctor nurse patient patients celebrity journalist journalists activist activists prisoner prisoners inmate inmates customer customers client clients user users passenger passengers pedestrian pedestrians driver drivers civilian civilians crowd public population citizens homeless customer driver guy guys dude him her them-people myself yourself himself herself oneself us me you crowd family families individual individuals dissident rival rivals opponent-person abuser bully teammate bullies adversary bride groom guest guests host-person duke duchess prince princess emperor baron dictator tyrant leader leaders candidate candidates ceo voter voters investor investors leader chief reporter streamer influencer tourist tourists worker workers teammate hitchhiker nanny babysitter intern applicant applicants nephew niece grandson granddaughter widow bystander bystanders opponent-player commuter protesters protester demonstrators migrant shopper shoppers cyclist jogger clerk cashier waiter bartender priest pastor imam rabbi monk nun king-person pilot referee coach principal psychologist therapist',
  body: 'skull throat wrist wrists vein veins bone bones head face arm leg legs body finger fingers neck back knuckle knuckles joint joints rib-bone toe toes tooth teeth jaw nose knee knees ankle artery trachea spine eye eyes blood',
} as const

/** Every kind, in the order of the inventory. */
export const NOUN_CLASSES = Object.keys(NOUNS) as readonly NounClass[]

const CLASSES_OF: ReadonlyMap<string, readonly NounClass[]> = buildIndex()

function buildIndex(): Map<string, readonly NounClass[]> {
  const index = new Map<string, readonly NounClass[]>()
  for (const kind of NOUN_CLASSES)
    for (const word of NOUNS[kind].split(' ')) index.set(word, [...(index.get(word) ?? []), kind])
  // Those who stand near somebody are people wherever the inventory knows no other meaning.
  for (const words of [PEOPLE_WORDS.kin, PEOPLE_WORDS.near])
    for (const word of words.split(/\s+/)) if (!index.has(word)) index.set(word, ['person'])
  return index
}

/** Every kind a noun, singular or plural, may be of, the likeliest first; empty where the word is not known. */
export function nounClasses(word: string): readonly NounClass[] {
  for (const form of singularForms(word)) {
    const kinds = CLASSES_OF.get(form)
    if (kinds !== undefined) return kinds
  }
  return []
}

/** The likeliest kind of a noun, singular or plural; undefined where the word is not known. */
export function nounClass(word: string): NounClass | undefined {
  return nounClasses(word)[0]
}

/** Nouns of other kinds that are also said of people, of gatherings of people, or of places full of them. */
const PERHAPS_PEOPLE = new Set(
  `boss enemy mob villager alien troll player opponent character knight bishop king queen villain protagonist hero
  witcher raider bandit wizard witch joker imposter impostor crewmate minion
  audience crowd band wedding race class team couple congregation choir staff
  competitor rival industry target jumper pitcher champion match date model mark guest host driver worker client
  agent runner partner chick cow pig snake vermin parasite community pupil gang nation pensioner
  base castle fortress tower camp market`.split(/\s+/),
)
/** Endings that hardly ever form anything but a word for a person. */
const TRADE = /^\p{L}{3,}(?:eer|ier|or|ist|ian|wife|man|men|woman|women|ess|aire)s?$/u

/** Whether a word may stand for a living person or a gathering of people, whatever else it names. */
export function maySpeakOfPeople(word: string): boolean {
  const kinds = nounClasses(word)
  if (kinds.includes('person') || kinds.includes('group')) return true
  if (singularForms(word).some((form) => PERHAPS_PEOPLE.has(form))) return true
  return kinds.length === 0 && TRADE.test(word)
}
