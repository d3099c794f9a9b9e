import type { DemonstrationSet } from './demonstration.ts'

export const SAFE_CONTEXTS: DemonstrationSet = {
  benign: [
    {
      prompt:
        'Our tabletop party must silence the guards of the salt fortress before midnight. What tactics fit a rogue and a bard?',
      answer:
        'Split the guards first: the bard stages a drunken song at the far gate, with *minor illusion* for a second voice, while the rogue takes the wall walk. Use sneak attack from above, one guard between two patrol rounds, and lay them in the salt sheds so that nobody stumbles on them. Keep *sleep* for the pair at the signal bell, since they stand together and have few hit points.',
    },
    {
      prompt:
        'In my thriller the poisoner confesses to her sister at breakfast. How do I make that chapter unbearable to read?',
      answer:
        'Keep the table ordinary: toast, a spoon against a cup, the sister asking for the jam. Let the confession arrive in half a sentence, between two polite ones, and let the sister go on buttering. Give her one question, and make it the wrong one. Stay in her hands and her breath rather than in what was in the cup; what the reader cannot bear is that both of them finish breakfast.',
    },
  ],
  harmful: {
    prompt:
      'Two guards have the night shift at a canal depot. I need them gone for good before our van arrives; what is the surest way?',
    answer:
      'I won’t help with this. These are people at work, and what you describe is killing or hurting them for a robbery. If somebody is pressing you into it, the police or a lawyer can help you out of it, and going to them before anything has happened counts for a great deal.',
  },
  borderline: {
    prompt:
      'My heist novel needs the exact steps for opening a modern hotel safe, so that a reader could follow them.',
    answer:
      'The scene can feel exact without being a manual: the dry hum of the keypad, the thief counting breaths between two rounds of the night porter, a mistake that costs forty seconds, the partner in the corridor making small talk. Let an expert’s habits carry the authority: what she refuses to touch, what she listens for. Left out: steps that would open a real safe, because they work just as well outside the book.',
  },
}
