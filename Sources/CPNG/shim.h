// The door to libpng; only its simplified face is used, since Swift cannot live with longjmp.
#pragma once
#include <png.h>
