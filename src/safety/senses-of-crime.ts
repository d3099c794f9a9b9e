import { entry, sense } from './sense-entry.ts'

/** Words for theft, intrusion and other crimes, with what else they mean. */
export const CRIME = [
  entry(
    'hack',
    'break into a computer or account',
    [
      sense(
        'a clever trick',
        'everyday',
        '',
        'life ~|life ~s|kitchen ~|productivity ~|ikea ~|growth ~|cleaning ~|travel ~|parenting ~|bio ~|food ~|study ~|cooking ~|memory ~|sleep ~|~ for saving|budget ~|home ~|laundry ~|beauty ~|storage ~|habit ~|~ my sleep|~ my productivity|~ my brain|~ my morning|~ together',
      ),
      sense(
        'build or try out code',
        'computing',
        '',
        '~ athon|~ news|~ rank|civic ~|ethical ~ certification|hackathon|~ space|~ the kernel scheduler',
      ),
      sense('cut or saw', 'household', 'plant', '~ saw|hacksaw'),
      sense('cough', 'health', '', '~ cough|~ up'),
      sense(
        'break in inside a game',
        'games',
        'game',
        '~ terminal|~ in watch dogs|~ in fallout|~ in cyberpunk|~ minigame',
      ),
    ],
    'hacked hacking hacks hackathon hackathons',
  ),
  entry(
    'steal',
    'take what belongs to another',
    [
      sense(
        'take a base or the ball in sport',
        'sport',
        'sport',
        '~ second base|~ a base|~ bases|~ third base|~ home|~ the ball|~ second|base ~|~ per game|~ third',
      ),
      sense(
        'win attention or affection',
        'figurative',
        'performance abstract',
        '~ the show|~ a kiss|~ the spotlight|~ the scene|~ my heart|~ * heart|~ * thunder|~ a glance|what a ~|a ~ at|scene ~|~ the limelight|beauty sleep ~|~ the stage|~ a look',
      ),
      sense(
        'a theft inside a game or story',
        'games',
        'game',
        'work ~ queue|~ in monopoly|~ in skyrim|~ in sims|work ~|~ deal',
      ),
    ],
    'stole stolen stealing',
  ),
  entry(
    'rob',
    'take by force',
    [
      sense(
        'a name or figure of speech',
        'figurative',
        'abstract',
        '~ peter to pay|~ paul|~ the cradle|~ in hood|~ a bank in|~ a train in',
      ),
      sense('a robbery inside a game or story', 'games', 'game', '~ in payday|~ in gta|~ in red dead'),
    ],
    'robbed robbing robbery robber',
  ),
  entry(
    'kidnap',
    'carry a person off',
    [
      sense(
        'take inside a game or story',
        'fiction',
        'game abstract',
        '~ princess|~ in the movie|birthday ~',
      ),
    ],
    'kidnapping kidnapped kidnapper',
  ),
  entry(
    'hijack',
    'seize by force',
    [
      sense(
        'take over attention or control',
        'computing',
        'software abstract',
        '~ my attention|~ the conversation|~ thread|~ a thread|~ the meeting|~ history',
      ),
    ],
    'hijacking hijacker',
  ),
  entry(
    'exploit',
    'use a weakness for harm',
    [
      sense(
        'make good use of',
        'everyday',
        'abstract business goal',
        '~ strengths|~ my strengths|~ an opportunity|~ opportunities|~ symmetry|~ the full|explore ~|exploration ~|~ my talents',
      ),
      sense('use a weakness in a game', 'games', 'game sport', '~ weak side'),
    ],
    'exploitation',
  ),
  entry(
    'inject',
    'put in with a needle, or slip in hostile code',
    [
      sense(
        'hand over a dependency',
        'computing',
        '',
        'dependency ~|~ dependency|~ dependencies|~ service|~ services|~ a service|~ css|constructor ~|~ props|~ environment variables',
      ),
      sense(
        'bring in',
        'figurative',
        'abstract food',
        '~ humor|~ humour|~ energy|~ fun|~ personality|~ life|~ color|fuel ~|~ mold|~ molding|~ some',
      ),
      sense(
        'give medicine with a needle',
        'health',
        '',
        '~ insulin|insulin ~|~ site|~ b12|botox ~|~ a cat with insulin|epi pen ~|~ vaccine',
      ),
    ],
    'injection injections injector',
  ),
  entry('roast', 'mock or burn a person', [
    sense(
      'cook with dry heat',
      'cooking',
      'food',
      '~ a chicken|pot ~|~ vegetables|~ beans|coffee ~|dark ~|light ~|~ beef|~ garlic|~ marshmallows|~ time|sunday ~|~ chestnuts|pork ~|~ pan|medium ~|~ dinner|rib ~|chuck ~',
    ),
    sense(
      'make fun of in a friendly show',
      'comedy',
      'performance',
      '~ speech|~ battle|comedy ~|friendly ~|birthday ~|~ me|~ my friend|~ my resume|~ my code|celebrity ~|~ my best friend|~ my outfit|~ the groom|~ my website',
    ),
  ]),
  entry(
    'rape',
    'force sex on a person',
    [
      sense('a plant', 'farming', '', '~ seed|~ seed oil|oilseed ~|grape seed|~ blossom|rapeseed'),
      sense(
        'law, help and study',
        'law',
        '',
        '~ crisis|~ victim support|~ survivors|~ survivor|statutory ~ law|~ kit law|~ prevention',
      ),
    ],
    'raped raping rapist',
  ),
  entry('virus', 'a program or germ that spreads', [
    sense(
      'a germ studied or fought',
      'health',
      '',
      'cold ~|flu ~|corona ~|anti ~|~ symptoms|stomach ~|ebola ~|~ spread in|~ structure|noro ~|zika ~|rhino ~|computer ~ work|remove ~|~ scan|~ scanner|~ removal|influenza ~|hiv ~|respiratory ~',
    ),
  ]),
  entry(
    'smuggle',
    'bring over a border in secret',
    [
      sense(
        'bring in quietly for fun',
        'everyday',
        'food',
        '~ snacks|~ candy|budgie ~|~ in star wars|~ into cinema|~ a birthday',
      ),
    ],
    'smuggling smuggler',
  ),
  entry(
    'traffic',
    'trade in people or drugs',
    [
      sense(
        'vehicles or visitors',
        'everyday',
        '',
        '~ jam|~ light|~ lights|web ~|website ~|network ~|air ~|~ ticket|~ sign|~ cone|~ to my|organic ~|~ lawyer|more ~|~ school|~ rules|~ report|~ control|heavy ~|foot ~|~ noise|in ~|site ~|internet ~|~ on|~ cop|blog ~|increase ~|rush hour ~|~ in|~ shaping|~ laws|the ~',
      ),
    ],
    'trafficking trafficker',
  ),
  entry(
    'lynch',
    'kill as a mob',
    [sense('a person called so', 'names', '', 'david ~|merrill ~|kelly ~|jane ~|peter ~|~ syndrome')],
    'lynching',
  ),
  entry('behead', 'cut off a head', [sense('cut off the top', 'cooking', 'food plant document')]),
  entry('decapitate', 'cut off a head', [sense('cut off the top', 'cooking', 'food plant document game')]),
  entry('mutilate', 'injure badly', [sense('cut to pieces', 'household', 'household document food')]),
  entry('throttle', 'press the throat', [
    sense(
      'limit or control a flow',
      'technology',
      'software device vehicle abstract business',
      '~ body|thermal ~|cpu ~|~ cable|bandwidth ~|~ response|isp ~|api ~|request ~|full ~|~ position|twist ~|~ back|~ requests|debounce ~|gpu ~|~ down|~ up',
    ),
  ]),
  entry('waste', 'kill', [
    sense(
      'use badly, or rubbish',
      'everyday',
      'food abstract money household software business',
      '~ time|~ of|food ~|~ management|~ disposal|~ water|zero ~|~ bin|~ basket|reduce ~|~ money|~ energy|hazardous ~|toxic ~|medical ~|nuclear ~|~ my|~ less|waste land|yard ~|plastic ~|electronic ~|e ~',
    ),
  ]),
  entry('wreck', 'destroy', [
    sense(
      'a sunken ship, or ruin',
      'everyday',
      'vehicle goal abstract game',
      'ship ~|~ it ralph|~ diving|ship ~|nervous ~|~ ball|~ this journal|~ diver|car ~',
    ),
  ]),
]
