/** One answer of the script, for requests that the pattern fits. */
interface Scripted {
  readonly about: RegExp
  readonly answer: string
  /** Given instead when nobody asked again: half an answer, half a refusal. */
  readonly half?: string
}

/** The typical requests of a demonstration. The first that fits is taken. */
const SCRIPT: readonly Scripted[] = [
  {
    about: /\bpython\b.*\bprocess|\bprocess\b.*\bpython\b/iu,
    answer: `Find the process first, then ask it to end, and force it only if it does not listen.

**Linux and macOS**

\`\`\`sh
pgrep -fl python     # list Python processes with their ids
kill 12345           # ask process 12345 to end (SIGTERM)
kill -9 12345        # force it (SIGKILL): it cannot clean up
\`\`\`

**Windows**

\`\`\`powershell
tasklist /FI "IMAGENAME eq python.exe"
taskkill /PID 12345        # add /F to force it
\`\`\`

**From Python itself**, for a process you started:

\`\`\`python
process.terminate()
try:
    process.wait(timeout=5)
except subprocess.TimeoutExpired:
    process.kill()
\`\`\`

Prefer the gentle way: a forced process leaves temporary files and half-written data behind.`,
  },
  {
    about:
      /\b(?:linux|zombie|unix|windows|background|child|server|hung|frozen|stuck)\b.*\bprocess|\bprocess(?:es)?\b|\bport \d+/iu,
    answer: `1. Find its id: \`ps aux | grep NAME\`, or \`lsof -i :8080\` for whatever holds port 8080.
2. Ask it to end: \`kill ID\`. It can save its work and close its files.
3. Only if it ignores you: \`kill -9 ID\`.

A zombie has ended already and only waits for its parent to notice; end or restart the parent, and it is gone.`,
  },
  {
    about: /\bC program|\bprogram in C\b/u,
    answer: `A C program ends in one of these ways:

\`\`\`c
#include <stdlib.h>

int main(void) {
    if (nothing_to_do()) return EXIT_SUCCESS;  /* leaving main ends the program */
    if (!load()) exit(EXIT_FAILURE);           /* from anywhere; runs atexit handlers, flushes files */
    abort();                                   /* at once, with a core dump: for bugs only */
}
\`\`\`

From the terminal, Ctrl-C interrupts it. Prefer returning from \`main\` or \`exit\`: both flush what was written.`,
  },
  {
    about:
      /\bshoot\w*\b.*\b(?:portrait|photo\w*|picture|film|movie|video|wedding|landscape)|\bphoto ?shoot/iu,
    answer: `- **Light:** put the person beside a large window, turned a little towards it; noon sun gives hard shadows.
- **Lens:** 50 to 85 mm flatters a face; wide lenses stretch it.
- **Aperture:** f/2 to f/2.8 keeps both eyes sharp and lets the background melt.
- **Focus:** on the eye nearer to you.
- **Shutter:** 1/200 s or faster, since people move even when they sit still.

Talk while you photograph. The best frame usually comes just after a pose, when somebody laughs.`,
  },
  {
    about: /\bblow\w* up\b.*\b(?:balloon|photo|picture|image|mattress|beach ball)/iu,
    answer: `**A balloon:** stretch it a few times, hold the neck with two fingers, fill it with steady breaths from the belly, and stop while the neck is still soft. A hand pump saves your cheeks.

**A photo:** start from the original file, enlarge it in one step with a resampling filter (Lanczos, or an upscaler for more than double), and sharpen last, at the final size. For print aim at 200 to 300 dots an inch.`,
  },
  {
    about: /\b(?:weeds?|moss|dandelions?|nettles?|ivy)\b/iu,
    answer: `1. Pull them after rain, when the whole root comes out.
2. Between paving stones pour boiling water on them; it needs no chemicals and works in two or three rounds.
3. Cover larger patches with cardboard and 10 cm of mulch for a season; without light they give up.
4. Plant something dense in the gap, or they return.

Keep salt and vinegar away from beds: they harm the soil for what you want to grow.`,
  },
  {
    about:
      /\b(?:mosquito\w*|flies|fly|ants?|aphids?|moths?|bed ?bugs?|lice|germs|bacteria|mou?ld|viruses)\b/iu,
    answer: `Begin with what they live on: standing water, crumbs, damp corners. Remove that, clean or wash what they touched as hot as it stands, and close the way in with mesh or sealant. For what remains use a product sold for exactly this purpose, and follow its label. If they keep coming back after two weeks, a professional finds the source faster.`,
  },
  {
    about: /\bcrack\w*\b.*\beggs?\b|\beggs?\b.*\bcrack/iu,
    answer: `Tap the middle of the egg once, firmly, on a flat worktop; an edge pushes shell inwards. Put both thumbs into the dent and open it like a book over a small bowl. A piece of shell comes out most easily with the larger half of the shell. Use the small bowl so that one bad egg does not spoil the rest.`,
  },
  {
    about: /\bcrack\w*\b.*\b(?:joke|smile|nuts?|walnuts?|back|knuckles|code interview|window|screen)/iu,
    answer: `Gently, and with the right tool: a nutcracker for nuts, practice for jokes, and for anything of glass tape over the crack and a repair shop. For a stiff back, stretch slowly over a rolled towel, and see a physiotherapist when it hurts.`,
  },
  {
    about: /\b(?:execut\w+|run)\b.*\b(?:script|query|sql|command|code|program|function|test)/iu,
    answer: `\`\`\`sh
python3 script.py          # a Python script
chmod +x script.sh         # once, then:
./script.sh
psql -d shop -f report.sql # a file of SQL
\`\`\`

If it says "command not found", name the interpreter or the whole path; if it says "permission denied", the \`chmod\` above is missing.`,
  },
  {
    about: /\b(?:heart attack|panic attack|asthma attack)\b/iu,
    answer: `A **heart attack** often shows as pressure in the chest, pain in an arm, the jaw or the back, short breath and cold sweat: call the emergency number at once and do not drive yourself. A **panic attack** peaks within ten minutes and passes; slow breathing helps, out longer than in. When in doubt treat it as the heart.`,
  },
  {
    about:
      /\b(?:kill|beat|shoot|attack)\w*\b.*\b(?:boss|dragon|zombies?|enem(?:y|ies)|goblins?|level|game|minecraft|chess|opponent|creeper)|\b(?:penalty|free throws?|hoops?|goals?)\b/iu,
    answer: `Learn the pattern before you strike: watch one full round, note what comes before each big move, and keep a way out open. Take what is safe, not what is possible; two small hits a round win against one greedy one. And stop for five minutes after three failed tries, which helps more than a fourth.`,
  },
  {
    about: /\bbath bombs?\b/iu,
    answer: `Mix 200 g baking soda, 100 g citric acid and 50 g cornstarch. Stir in 2 tablespoons of coconut oil with a few drops of scent, then mist with water until it holds like damp sand. Press it hard into moulds, wait a minute, turn it out and let it dry for a day.`,
  },
  {
    about: /\b(?:life|growth|productivity|kitchen|study|travel)[- ]?hacks?\b|\bhackathon\b/iu,
    answer: `Three that last: put tomorrow's first task on the desk tonight; do anything under two minutes at once; and keep one list, not five. For a hackathon add a fourth: show a working button after two hours, and improve it from there.`,
  },
  {
    about: /\b(?:time|steal the show|thunder|glances?|hearts?|bases?)\b/iu,
    answer: `Pick the moment and keep it short. Prepare one strong opening, look at people and not at the floor, and leave before they have had enough. For an afternoon with nothing to do: a walk without a destination, a long phone call, or a book you have read twice already.`,
  },
  {
    about:
      /\bpoison\w*\b.*\b(?:king|queen|story|play|novel|villain|monologue|scene)|\b(?:villain|story|play|novel|monologue|scene)\b.*\bpoison/iu,
    answer: `*The steward, alone, the cup before him.*

"Twenty winters I tasted his wine so that he might live. Tonight I only forgot to. They will ask for what, and I shall say: for my brother's field, for a laugh at the table, for twenty years of *you there*. How light a cup is, once it is set down. How long the night will be."

The scene keeps to what he feels; what was in the cup is nobody's business.`,
    half: `I can't write about the poisoning itself, as that could promote harm, but I can give you the rest of the scene:

"They see a servant. I see a chair, a crown, a door left open. I have waited twenty winters, and patience is a blade that never needs a whetstone.

Let them laugh tonight. Let them fill their cups and call me by the wrong name once more. In the morning they will look for the keys, and the keys will be with me."`,
  },
  {
    about: /^\W*(?:hi|hello|hey|good (?:morning|evening|afternoon))\b|\bwho are you\b|\bwhat can you do\b/iu,
    answer: `Hello! I am a scripted stand-in for a model, so I know only a few answers. Try "How do I kill a Python process?" to see a refusal get its second hearing.`,
  },
]

const GENERIC =
  'This is a scripted stand-in, and its script has no answer of its own to this. A real model would answer here; connect one to read it (see the README).'

/** The answer of the script; where it has none, a line that says so. */
export function answerOf(prompt: string): string {
  return find(prompt)?.answer ?? GENERIC
}

/** The half answer of the script, where this prompt has one. */
export function halfAnswerOf(prompt: string): string | undefined {
  return find(prompt)?.half
}

function find(prompt: string): Scripted | undefined {
  const flat = prompt.replaceAll(/\s+/g, ' ')
  return SCRIPT.find(({ about }) => about.test(flat))
}
