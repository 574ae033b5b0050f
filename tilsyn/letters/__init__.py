"""What the letters to the directorate and to the citizens say."""
