/* pi.h - the number, for the surfaces that are made of waves. */
#ifndef GRADUS_SURFACE_PI_H
#define GRADUS_SURFACE_PI_H

#define PI 3.14159265358979323846

#endif
