"""Find the user behind a request."""

from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import UnknownUser


async def async_user(hass: HomeAssistant, context: Context) -> User | None:
    """Return the user; None for an automation, a satellite or Home Assistant itself.

    Raises UnknownUser for a deleted or disabled user, who would otherwise have full access.
    """
    if context.user_id is None:
        return None
    user = await hass.auth.async_get_user(context.user_id)
    if user is None or not user.is_active:
        raise UnknownUser(context=context, user_id=context.user_id)
    return user
