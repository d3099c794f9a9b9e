import { afterAll, beforeAll, describe } from 'vitest'
import { appealContract } from './appeal-contract.ts'
import { comparisonContract } from './comparison-contract.ts'
import { conversationContract } from './conversation-contract.ts'
import { countContract } from './count-contract.ts'
import { deliveryContract } from './delivery-contract.ts'
import { driftContract } from './drift-contract.ts'
import { exchangeContract } from './exchange-contract.ts'
import { exportContract } from './export-contract.ts'
import { installationContract } from './installation-contract.ts'
import { itemContract } from './item-contract.ts'
import { labellingContract } from './labelling-contract.ts'
import type { OpenedStores } from './opened-stores.ts'
import { policyContract } from './policy-contract.ts'
import { pseudonymContract } from './pseudonym-contract.ts'
import { retentionContract } from './retention-contract.ts'
import { statisticsContract } from './statistics-contract.ts'
import { voteContract } from './vote-contract.ts'

/** What every store must do, whatever it is made of. */
export function storeContract(name: string, open: () => Promise<OpenedStores>): void {
  describe(`the store on ${name}`, () => {
    let opened: OpenedStores
    beforeAll(async () => {
      opened = await open()
    })
    afterAll(() => opened?.close())

    exchangeContract(() => opened)
    conversationContract(() => opened)
    deliveryContract(() => opened)
    voteContract(() => opened)
    itemContract(() => opened)
    countContract(() => opened)
    labellingContract(() => opened)
    exportContract(() => opened)
    statisticsContract(() => opened)
    appealContract(() => opened)
    policyContract(() => opened)
    comparisonContract(() => opened)
    driftContract(() => opened)
    installationContract(() => opened)
    pseudonymContract(() => opened)
    // Last: it takes the text of what the others have written long ago.
    retentionContract(() => opened)
  })
}
