/* role.h - what a piece of the screen is, from which its colour follows. See roles.def. */
#ifndef GRADUS_ROLE_H
#define GRADUS_ROLE_H

typedef enum gr_role {
#define GR_ROLE(id, ...) GR_ROLE_##id,
#include "gradus/roles.def"
#undef GR_ROLE
    GR_ROLES
} gr_role;

#endif
