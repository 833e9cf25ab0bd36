import fc from 'fast-check'

/**
 * The cases that a property is tried with, for all files. They are the same at every run, so that a change fails for what it changes and not by
 * chance. `PROPERTY_SEED=…` tries others: a number, or `random`.
 */
const { PROPERTY_SEED = '1' } = process.env

if (PROPERTY_SEED !== 'random') fc.configureGlobal({ seed: Number(PROPERTY_SEED) })
