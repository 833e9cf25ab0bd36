/** For which part of the evening a guest has chosen to write to the hosts alone: `true` for the rehearsal, `false` for the real one; `null`: for none. */
export type PrivateChoice = boolean | null

export function choosePrivate(wanted: boolean, isRehearsal: boolean): PrivateChoice {
  return wanted ? isRehearsal : null
}

/** Whether the choice holds now. It ends with the rehearsal, like all that was written in it. */
export function isChosen(choice: PrivateChoice, isRehearsal: boolean): boolean {
  return choice === isRehearsal
}
