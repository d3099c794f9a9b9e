import { entry, sense } from './sense-entry.ts'

/** Words for drugs, weapons and death, with what else they mean. */
export const DRUGS = [
  entry(
    'drug',
    'an illegal or numbing substance',
    [
      sense(
        'a medicine',
        'health',
        '',
        'generic ~|prescription ~ cost|~ store|~ interaction|~ interactions|over the counter ~|~ trial|~ trials|~ discovery|~ approval|~ development|blood pressure ~|~ label|~ and alcohol counselor|chemotherapy ~|anti inflammatory ~|cancer ~|statin ~|~ plan|~ coverage|~ half|orphan ~|wonder ~|antidepressant ~|~ class',
      ),
      sense(
        'the harm of drugs, and help against it',
        'health',
        '',
        '~ addiction|~ rehab|~ abuse prevention|~ education|~ policy|~ free|~ testing policy|~ awareness|war on ~|~ counseling|~ court|~ legalization|~ overdose prevention',
      ),
    ],
    'drugs drugged drugging',
  ),
  entry(
    'weed',
    'cannabis',
    [
      sense(
        'an unwanted plant',
        'gardening',
        'plant',
        '~ killer|pull ~|pull out ~|remove ~|~ garden|~ in my|~ from|~ in the|~ whacker|~ eater|~ control|~ barrier|get rid of ~|sea ~|~ the garden|~ out|milk ~|~ between|~ wacker|~ my|tumble ~|garden ~|duck ~|~ trimmer|knot ~|kill ~',
      ),
    ],
    'weeding seaweed',
  ),
  entry('pot', 'cannabis', [
    sense(
      'a vessel',
      'cooking',
      'plant food',
      '~ roast|flower ~|~ for cooking|clay ~|coffee ~|instant ~|cooking ~|~ luck|~ pie|~ hole|tea ~|terracotta ~|~ soil|~ plant|hot ~|melting ~|~ of|plant ~|stock ~|~ belly|jack ~|lobster ~|crock ~|chamber ~|cast iron ~|~ sticker|~ holder|~ for|~ with lid|flower ~|big ~|~ and pans|~ odds|ceramic ~',
    ),
  ]),
  entry(
    'speed',
    'an amphetamine',
    [
      sense(
        'how fast something goes',
        'everyday',
        'software vehicle device goal abstract',
        '~ up|~ of|~ limit|internet ~|~ dating|~ run|~ reading|read ~|typing ~|shutter ~|download ~|wind ~|top ~|full ~|~ bump|~ test|at ~|~ camera|running ~|~ cube|high ~|increase ~|my ~|~ my|~ in|fan ~|clock ~|~ skating|warp ~|my internet|bat ~',
      ),
    ],
    'speeding sped',
  ),
  entry('crack-cocaine', 'a smoked form of cocaine', []),
  entry('coke', 'cocaine', [
    sense(
      'a soft drink or a fuel',
      'drinks',
      '',
      'diet ~|~ zero|~ can|~ float|rum and ~|~ bottle|~ and mentos|cherry ~|~ coal|~ oven|~ company|mexican ~|bottle of ~|can of ~|~ or pepsi|pepsi or ~|pepsi and ~|~ and pepsi|vanilla ~|glass of ~|metallurgical ~|~ stock',
    ),
  ]),
  entry(
    'dope',
    'an illegal drug',
    [
      sense(
        'excellent',
        'slang',
        '',
        '~ beat|~ beats|~ outfit|is ~|~ rhymes|~ lyrics|~ song|so ~|~ sneakers|~ playlist|~ as',
      ),
      sense(
        'add atoms to a material',
        'science',
        '',
        '~ silicon|~ semiconductor|n type ~|p type ~|boron ~|phosphorus ~|~ graphene|~ concentration|anti ~|~ agency',
      ),
    ],
    'doping doped',
  ),
  entry('acid', 'LSD, or a burning liquid', [
    sense(
      'a chemical',
      'science',
      '',
      '~ reflux|hyaluronic ~|citric ~|amino ~|fatty ~|~ rain|car battery|~ base|folic ~|lactic ~|stomach ~|~ jazz|salicylic ~|~ wash|~ soil|vitamin ~|ascorbic ~|~ for my car|~ and base|glycolic ~|battery ~|uric ~|acetic ~|~ transactions|~ properties|nucleic ~|~ database|hydrochloric ~ in|~ to balance|~ in cooking|~ in a sauce',
    ),
  ]),
  entry(
    'high',
    'drugged',
    [
      sense(
        'tall, strong or upper',
        'everyday',
        'abstract money performance',
        '~ school|~ score|~ speed|~ quality|~ tech|~ blood|~ cholesterol|~ note|~ notes|~ heel|~ heels|~ jump|~ ground|~ protein|~ fiber|~ resolution|~ five|~ level|~ five|~ performance|runner ~|~ interest|~ paying|~ availability|~ tide|~ pressure|~ altitude|~ end|~ income|~ yield|all time ~|so ~|too ~|how ~|is ~|are ~|~ traffic|as ~ as|~ street|junior ~|~ definition|~ frequency|~ on life|~ chair|natural ~|sky ~|~ court|~ priest|~ temperature|~ risk|very ~|~ dimensional|~ res|~ energy|endorphin ~|at ~',
      ),
    ],
    'highs',
  ),
  entry(
    'gun',
    'a firearm',
    [
      sense(
        'a tool',
        'tools',
        '',
        'glue ~|nail ~|heat ~|staple ~|caulk ~|caulking ~|spray ~|massage ~|paint ~|water ~|squirt ~|nerf ~|price ~|tattoo ~|grease ~|radar ~|~ metal|tagging ~|soldering ~|bubble ~|electron ~|t shirt ~|airsoft ~|laser tag ~|super soaker|impact ~|top ~|jump the ~|big ~|~ show|~ n roses|~ and roses|starter ~|stick to your ~|toy ~|nerf ~|potato ~|finger ~|cap ~|theragun|speed ~|confetti ~|foam ~|prop ~|cardboard ~',
      ),
      sense(
        'the law and debate on firearms',
        'public life',
        '',
        '~ control|~ laws|~ law|~ rights|~ violence|~ policy|~ safety|~ reform|~ debate|~ lobby|~ safe|~ ownership',
      ),
      sense(
        'a weapon inside a game',
        'games',
        'game',
        '~ in fortnite|~ in valorant|best ~ in|~ in borderlands|~ skin|~ skins|portal ~|~ dam|~ game',
      ),
    ],
    'guns gunned gunman',
  ),
  entry('weapon', 'a thing made to hurt people', [
    sense(
      'a weapon inside a game or story',
      'games',
      'game',
      'secret ~|lethal ~ movie|~ in elden|best ~ in|~ in skyrim|~ in zelda|~ in dark souls|legendary ~|~ upgrade|~ skin|~ triangle|exotic ~|lethal ~ film|~ x|~ class|mythic ~|~ choice|~ design for my|~ in fortnite',
    ),
    sense(
      'the law and debate on weapons',
      'public life',
      '',
      '~ treaty|~ ban|~ proliferation|~ inspectors|non proliferation',
    ),
  ]),
  entry(
    'die',
    "lose one's life",
    [
      sense(
        'want very much',
        'figurative',
        '',
        '~ to know|~ to try|~ to see|~ to meet|~ to|to ~ for|~ of laughter|~ laughing|~ of embarrassment|~ from embarrassment|~ of boredom|~ for a|~ of curiosity|~ inside|~ hard|~ hard fan|~ of cringe|~ hair|~ hard movie|tie ~|~ for',
      ),
      sense(
        'stop working',
        'technology',
        'device vehicle software plant',
        'battery ~|car ~|phone ~|engine ~|laptop ~|~ battery|keeps ~|* battery ~|~ phone|~ battery',
      ),
      sense(
        'a tool that shapes, or a cube with numbers',
        'crafts',
        '',
        '~ cast|~ casting|~ cut|~ cutting|roll a ~|rolling a ~|tool and ~|six sided ~|20 sided ~|~ roll|tap and ~|d20 ~|twenty sided ~|fair ~|loaded ~ probability|a ~ is rolled|~ size|~ area|cast ~',
      ),
      sense(
        'end of a plant or star',
        'nature',
        '',
        'plant is ~|plants ~|plant ~|star ~|stars ~|tree is ~|fern is ~|basil ~|* plant is ~|orchid ~|grass is ~|lawn ~|leaves ~|* keeps ~|rose is ~|starter ~|sourdough ~',
      ),
      sense(
        'lose a turn inside a game or story',
        'fiction',
        'game',
        '~ in dark souls|~ in minecraft|~ in elden|~ in the movie|~ in hamlet|~ in game of thrones|~ in harry potter|~ of dysentery|~ in the game|~ in the book|~ in star wars|~ in sekiro|~ in the show|~ light',
      ),
    ],
    'dying died dies dead',
  ),
  entry(
    'suicide',
    'killing oneself',
    [
      sense(
        'a dish, drill or name',
        'sport',
        '',
        '~ sprint|~ sprints|~ squad|~ drills|~ drill|~ soda|~ wings|~ squeeze|~ door|~ doors|~ run|~ runs|~ king|~ grip|virgin ~|~ blonde',
      ),
      sense(
        'help and study against it',
        'health',
        '',
        '~ prevention|~ hotline|~ helpline|~ awareness|~ crisis line|~ lifeline|~ rate|~ rates|~ loss',
      ),
    ],
    'suicides suicidal',
  ),
]
