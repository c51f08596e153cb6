/* What a terminal's clipboard is handed: base 64 (RFC 4648, section 4). */
#include "term_private.h"

void gr_text_add_base64(gr_text *text, const char *bytes, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        unsigned long bits = (unsigned long)(unsigned char)bytes[i] << 16;
        bits |= left > 1 ? (unsigned long)(unsigned char)bytes[i + 1] << 8 : 0;
        bits |= left > 2 ? (unsigned long)(unsigned char)bytes[i + 2] : 0;
        const char group[] = { digits[bits >> 18], digits[bits >> 12 & 63],
                               left > 1 ? digits[bits >> 6 & 63] : '=',
                               left > 2 ? digits[bits & 63] : '=' };
        gr_text_addn(text, group, sizeof group);
    }
}
