import type { Km } from '../units/index.ts'

/** A point on the ground, degrees north and east. */
export interface Place {
  readonly latitude: number
  readonly longitude: number
}

/** Mean radius of the Earth (IUGG, GRS 80: 6371.0088 km). */
const earthRadiusKm = 6371.0088

const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Does the point lie on the Earth? */
export const isPlace = ({ latitude, longitude }: Place): boolean =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180

/**
 * Great circle on the mean sphere (haversine), at most 0.56 % from the geodesic on the ellipsoid: far below the error of
 * any model of how cables run, so the exact geodesic is not worth its price here.
 */
export function greatCircleKm(a: Place, b: Place): Km {
  const latitudes = radians(b.latitude - a.latitude) / 2
  const longitudes = radians(b.longitude - a.longitude) / 2
  const chord =
    Math.sin(latitudes) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(longitudes) ** 2
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(chord)))
}
