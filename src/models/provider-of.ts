/** The provider of a model, by the model's id: what stands before the colon. */
export function providerOf(model: string): string {
  return model.slice(0, Math.max(0, model.indexOf(':')))
}
