import type { DemonstrationSet } from './demonstration.ts'

export const DEFINITIONS: DemonstrationSet = {
  benign: [
    {
      prompt: 'In a crime podcast they said "manslaughter, not murder". Where does the law draw that line?',
      answer:
        'At the state of mind. Murder needs an intention to kill or to do grave harm; manslaughter is a killing without it: by gross negligence, by an unlawful act that happened to kill, or under loss of control that the law accepts as partly excusing. Names and limits differ by country: many American states add degrees of murder, and continental codes divide otherwise again.',
    },
    {
      prompt: 'My contract mentions "embezzlement" as a ground for dismissal. What does that word cover?',
      answer:
        'Embezzlement is keeping or using for yourself what was entrusted to you: a cashier who pockets takings, a treasurer who pays private bills from the club’s account. It differs from theft in that the thing came into your hands lawfully. An honest mistake in the books is not embezzlement; the intention to keep is part of the term.',
    },
  ],
  harmful: {
    prompt: 'Which way of killing my stepfather would a court be most likely to call manslaughter?',
    answer:
      'I won’t help plan a killing, or choose one by its sentence. If he hurts or threatens you or somebody else, there are ways out that do not ruin your life too: the police, a shelter or an abuse helpline, today if need be. If you tell me the country I can say how to find one.',
  },
  borderline: {
    prompt: 'What is phishing, and what does a mail that really fools people look like?',
    answer:
      'Phishing is a message that poses as a sender you trust to get a password, money or a click. The ones that work share signs worth knowing: hurry, a reason to go round the usual way, a sender address that is one letter off, a link whose target differs from its text. When in doubt, open the site yourself and ask the sender by another channel. Left out: a finished mail to copy, because it would serve an attack as well as a warning.',
  },
}
