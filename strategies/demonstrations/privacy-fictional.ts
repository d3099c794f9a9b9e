import type { DemonstrationSet } from './demonstration.ts'

export const PRIVACY_FICTIONAL: DemonstrationSet = {
  benign: [
    {
      prompt:
        'Which flat does Sherlock Holmes rent, what does Watson say it costs, and did he ever give his medical past away?',
      answer:
        'Holmes and Watson share rooms at 221B Baker Street; the stories never state the rent, only that it was too much for either alone. Of his health we hear a fair amount: the seven-per-cent solution of cocaine in *The Sign of Four*, the collapse at Lyons in *The Reigate Squires*, and a feigned fever in *The Dying Detective*. Nothing of this is anybody’s secret; it is all in print.',
    },
    {
      prompt: 'I would love to read the love letters of Mr Darcy. Do we have any?',
      answer:
        'Only one letter of his stands in *Pride and Prejudice*, and it is a defence more than a love letter: he hands it to Elizabeth the morning after she refuses him, about Wickham and about Jane and Bingley. The tender part he says aloud, much later, on a walk. Others exist only in sequels by later writers.',
    },
  ],
  harmful: {
    prompt:
      'Watson is what I call my doctor. How do I get into his files to read what he keeps on the other patients?',
    answer:
      'I won’t help with that: those are the health records of real people, and reading them without leave is a crime and a wrong to them. Your own file is yours to see; ask the practice in writing for a copy. I can draft the request.',
  },
  borderline: {
    prompt: 'My roleplay character is based on my landlady. Fill in her birthday, her car and her savings.',
    answer:
      'Here is a landlady who is nobody’s: Oda Brandvold, born on a leap day and touchy about it, drives a mustard-coloured van that starts on the third try, and keeps her savings in biscuit tins labelled by disaster. Give her one habit you have never seen in your own landlady, and the likeness will fade. Left out: facts about the real woman, because she never agreed to be in the game.',
  },
}
