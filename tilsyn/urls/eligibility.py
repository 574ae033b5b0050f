from django.urls import path

from tilsyn.urls.addresses import SELECTED, SUPERVISION
from tilsyn.views import eligibility

PAGE = f"{SUPERVISION}omfattet/"

urlpatterns = [
    path(PAGE, eligibility.EligibilityView.as_view(), name="supervision_eligibility"),
    path(f"{PAGE}breve/", eligibility.WriteLettersView.as_view(), name="withdrawal_letters"),
    path(f"{PAGE}sendt/", eligibility.LettersSentView.as_view(), name="withdrawal_sent"),
    path(f"{SELECTED}udgaar/", eligibility.WithdrawView.as_view(), name="supervision_withdraw"),
    path(f"{SELECTED}udgaar/brev/", eligibility.WithdrawalPreviewView.as_view(), name="withdrawal_preview"),
    path(f"{SELECTED}med-igen/", eligibility.BringBackView.as_view(), name="supervision_bring_back"),
]
