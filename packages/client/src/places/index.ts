export { createPlaceFeed, type PlaceFeed } from './create-place-feed.ts'
